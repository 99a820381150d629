"""The words by which a text names units and areas, prepared once for many look-ups.

Three ideas keep the collisions of the field apart (domain, 3.1). A longer name wins over a shorter
one inside it: a pension insurance is insurance, not old-age service. Short everyday words (the
``exact_aliases`` of rules/areas.toml) count only where nothing else is left once everything that
stands in every title is taken away. Numbers are never looked at: each level of government counts
its areas differently.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn"})
_BRACKETED_NUMBER = re.compile(r"\([一二三四五六七八九十百\d]+\)")
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")
_BREAK = "|"
_NEVER = "(?!)"


def normal(text: str) -> str:
    """Fold a text for comparing: NFKC, without white space and invisible characters.

    Only for keys: it folds characters that mean something in a cell (domain, 2.2).
    """
    folded = unicodedata.normalize("NFKC", text)
    if folded.isalnum():
        return folded
    return "".join(char for char in folded if unicodedata.category(char) not in _UNSEEN)


@dataclass(frozen=True, slots=True)
class Words:
    """What a campaign says of names: see rules/campaign.toml, units.toml and areas.toml."""

    county: str
    other_places: tuple[str, ...]
    units: Mapping[str, tuple[str, ...]]
    areas: Mapping[int, tuple[str, ...]]
    exact_areas: Mapping[int, tuple[str, ...]]
    unit_of_area: Mapping[int, str]
    title_words: tuple[str, ...]


class Vocabulary:
    """The names of a campaign's units and areas, as patterns."""

    def __init__(self, words: Words) -> None:
        county = normal(words.county)
        self._places = tuple(place for place in (county, county[:-1], county[-1:]) if place)
        named = {normal(name): key for key, names in words.units.items() for name in names if name}
        stems = {self._without_place(name): key for name, key in named.items()}
        self._units = {**stems, **named}
        self._areas = {normal(name): number for number, names in words.areas.items() for name in names}
        self._exact = {normal(name): number for number, names in words.exact_areas.items() for name in names}
        self._unit_of_area = words.unit_of_area
        ours, theirs = _alternatives(self._places), _alternatives(normal(place) for place in words.other_places)
        bare, full = _alternatives(stems), _alternatives(named.keys() - stems.keys())
        self._unit_pattern = re.compile(f"(?P<full>{full})|(?:{ours})?(?P<bare>{bare})|(?:{theirs})(?:{bare})")
        self._area_pattern = re.compile(_alternatives(self._areas))
        self._title_pattern = re.compile(_alternatives(words.title_words))

    def units(self, text: str) -> tuple[tuple[str, str], ...]:
        """List the units a text names as (key, words seen), in the order met."""
        found: dict[str, str] = {}
        for match in self._unit_pattern.finditer(normal(text)):
            name = match["full"] or match["bare"]
            if name:
                found.setdefault(self._units[name], match[0])
        return tuple(found.items())

    def unit(self, text: str) -> str | None:
        """Tell the unit whose name, and nothing else, a text is."""
        match = self._unit_pattern.fullmatch(normal(text))
        name = match and (match["full"] or match["bare"])
        return self._units[name] if name else None

    def areas(self, text: str) -> tuple[int, ...]:
        """List the areas a text names, in the order met."""
        folded = _BRACKETED_NUMBER.sub(_BREAK, normal(text))
        rest = self._unit_pattern.sub(_BREAK, folded)
        found = self._areas_in(rest) or self._exact_areas_in(rest) or self._areas_in_units(folded)
        return tuple(dict.fromkeys(found))

    def _areas_in(self, text: str) -> list[int]:
        return [self._areas[match[0]] for match in self._area_pattern.finditer(text)]

    def _exact_areas_in(self, text: str) -> list[int]:
        pieces = _NOT_HAN.split(self._title_pattern.sub(_BREAK, text))
        shown = [self._exact[shorter] for piece in pieces for shorter in self._shortened(piece) if shorter in self._exact]
        return shown or [number for number in [self._exact.get(text)] if number is not None]

    def _areas_in_units(self, text: str) -> list[int]:
        """Tell what an organ's own name says of its unit's areas: an insurance bureau does insurance."""
        return [number for unit, seen in self.units(text) for number in self._areas_in(seen) if self._unit_of_area.get(number) == unit]

    def _shortened(self, piece: str) -> Iterator[str]:
        yield piece
        yield from (piece.removeprefix(place) for place in self._places if piece.startswith(place))

    def _without_place(self, name: str) -> str:
        return next((name.removeprefix(place) for place in self._places[:2] if name.startswith(place)), name)


def _alternatives(words: Iterable[str]) -> str:
    """Write a pattern that prefers the longest of the words."""
    return "|".join(re.escape(word) for word in sorted({word for word in words if word}, key=lambda word: (-len(word), word))) or _NEVER

"""Letters in words: one file a letter in ``templates/``; the home of jinja2.

A template has the blocks subject, text and html and begins with ``{% extends layout %}``: it is
rendered twice, plain into ``base.txt.j2`` (subject and text) and escaped into ``base.html.j2``.
Templates are sandboxed and a name they misspell is an error. A home's folder
comes before the packaged one, file by file.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from mailbot.errors import OperatorError, say
from mailbot.letters.clean import one_line
from mailbot.letters.wording import filled
from mailbot.model.instant import local
from mailbot.model.letter import Letter, Rendered
from mailbot.rulebook.model import Rulebook

TEMPLATES = (
    "result",
    "held",
    "unreadable",
    "forms",
    "question",
    "standing",
    "contact",
    "commands",
    "notice",
    "standard",
    "digest",
    "alert",
)
"""Every letter there is."""

END_OF_SUBJECT = "\x1e"
"""Between the subject and the text where both are rendered together; no letter contains it."""

Render = Callable[[str, Mapping[str, object]], str]


class Templates:
    """The templates of an installation; compiled when first used."""

    def __init__(self, folders: Sequence[Path], rulebook: Rulebook) -> None:
        self._folders = tuple(folders)
        self._rulebook = rulebook

    def render(self, letter: Letter) -> Rendered:
        """Put a letter into words.

        Raises OperatorError("bad-template") when a template of the home cannot be rendered.
        """
        name = f"{letter.template}.j2"
        subject, _, text = self._plain(name, {**letter.facts, "layout": "base.txt.j2"}).partition(END_OF_SUBJECT)
        html = self._escaped(name, {**letter.facts, "layout": "base.html.j2"})
        return Rendered(one_line(subject), _tidy(text), html.strip() + "\n")

    def problems(self, samples: Sequence[Letter]) -> list[str]:
        """Render every sample; tell what fails, and which letters have no sample."""
        sampled = {letter.template for letter in samples}
        found = [say("template-no-sample", file=f"{name}.j2") for name in TEMPLATES if name not in sampled]
        for letter in samples:
            try:
                self.render(letter)
            except OperatorError as error:
                found.extend(error.problems)
        return list(dict.fromkeys(found))

    @cached_property
    def _plain(self) -> Render:
        return _renderer(self._folders, self._rulebook, autoescape=False)

    @cached_property
    def _escaped(self) -> Render:
        return _renderer(self._folders, self._rulebook, autoescape=True)


def _renderer(folders: Sequence[Path], rulebook: Rulebook, *, autoescape: bool) -> Render:
    """Build an environment and give its rendering function."""
    from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
    from jinja2.environment import TemplateModule
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Environment(ImmutableSandboxedEnvironment):
        """A sandbox that finds facts and the shared pieces first; asking of each whether it is safe took a quarter of the time."""

        def getattr(self, obj: object, attribute: str) -> object:
            if type(obj) is dict and attribute in obj:
                return obj[attribute]
            if type(obj) is TemplateModule and not attribute.startswith("_"):
                return getattr(obj, attribute)
            return super().getattr(obj, attribute)

    environment = Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    campaign = rulebook.campaign
    office = {"office": campaign.office, "contact": campaign.contact, "telephone": campaign.telephone, "mailbox": campaign.mailbox}
    environment.filters |= {"day": short_day, "full_day": full_day, "clock": clock}
    environment.globals |= {
        "campaign": campaign,
        "letters": rulebook.letters,
        "end_of_subject": END_OF_SUBJECT,
        "closing": filled(rulebook.letters.closing, office),
        "automatic": filled(rulebook.letters.automatic, office),
        "subject": lambda key, **facts: filled(rulebook.letters.subjects[key], {name: str(fact) for name, fact in facts.items()}),
    }

    def render(name: str, facts: Mapping[str, object]) -> str:
        try:
            return environment.get_template(name).render(facts)
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            line = getattr(error, "lineno", None)
            shown_line = say("template-line", line=line) if line else ""
            problem = say("template-bad", file=getattr(error, "name", None) or name, line=shown_line, why=f"{type(error).__name__} {error}")
            raise OperatorError("bad-template", problem) from error

    return render


def _tidy(text: str) -> str:
    """Drop trailing spaces and more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


def short_day(iso: str) -> str:
    """Write an ISO date or instant as a letter says it: 9月30日."""
    day = _day(iso)
    return f"{day.month}月{day.day}日"


def full_day(iso: str) -> str:
    """Write an ISO date or instant with its year: 2020年9月30日."""
    day = _day(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def clock(iso: str) -> str:
    """Write the wall-clock time of an ISO instant: 15:04."""
    return local(datetime.fromisoformat(iso)).strftime("%H:%M")


def _day(iso: str) -> date:
    return date.fromisoformat(iso) if len(iso) <= len("2020-09-30") else local(datetime.fromisoformat(iso)).date()

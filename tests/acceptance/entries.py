"""What catalogues say, typed from published ones by area; and how a clerk writes it into cells."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

CHANNELS = (
    *("政府网站", "政府公报", "两微一端", "发布会/听证会", "广播电视", "纸质媒体", "公开查阅点", "政务服务中心", "便民服务站"),
    *("入户/现场", "社区/企事业单位/村公示栏(电子屏)", "精准推送", "其他"),
)
AREA_NAMES = {
    5: "社会救助",
    6: "养老服务",
    7: "公共法律服务",
    8: "财政预决算",
    16: "农村危房改造",
    21: "卫生健康",
    22: "安全生产",
    23: "救灾",
}


@dataclass(frozen=True)
class Entry:
    """One item as a careful person understands it; ``channels`` None where nobody can tell."""

    serial: str
    first: str
    second: str
    content: str
    basis: str
    limit: str
    publisher: str
    channels: tuple[str, ...] | None
    public: bool = True
    specific: str = ""
    active: bool = True
    request: bool = False
    levels: tuple[str, ...] = ()
    third: str = ""
    extra: tuple[tuple[str, str], ...] = ()

    def but(self, **changes: object) -> "Entry":
        return replace(self, **changes)  # type: ignore[arg-type]


@lru_cache(maxsize=32)
def area(number: int) -> tuple[Entry, ...]:
    """The typed items of an area."""
    text = (Path(__file__).parent / "areas" / f"{number:02}.txt").read_text(encoding="utf-8")
    return tuple(_entry(line) for line in text.splitlines() if line and not line.startswith("#"))


def _entry(line: str) -> Entry:
    serial, first, second, content, basis, limit, publisher, channels, audience, method, levels = [
        cell.strip().replace("\\n", "\n") for cell in line.split(" | ")
    ]
    groups = audience.split()
    return Entry(
        serial,
        first,
        second,
        content,
        basis,
        limit,
        publisher,
        tuple(channels.split()),
        "全社会" in groups,
        next((group for group in groups if group != "全社会"), ""),
        "主动" in method.split(),
        "依申请" in method.split(),
        tuple(levels.split()),
    )


Write = Callable[[Entry], str]


def full_list(on: str = "■", off: str = "□", between: str = " ", names: tuple[str, ...] = CHANNELS) -> Write:
    """The whole list with a sign before every name; what is not on it stands behind 其他."""

    def write(entry: Entry) -> str:
        chosen = list(entry.channels or ())
        other = next((name for name in chosen if name.startswith("其他")), "")
        parts = [(on if name in chosen else off) + name for name in names if name != "其他"]
        parts += [on + name for name in chosen if name not in names and name != other]
        return between.join([*parts, on + other if other else off + "其他"])

    return write


def chosen_only(sign: str = "■", between: str = " ") -> Write:
    return lambda entry: between.join(sign + name for name in entry.channels or ())


def numbered(entry: Entry) -> str:
    return "\n".join(f"{number}.{name}" for number, name in enumerate(entry.channels or (), 1))


def plain(entry: Entry) -> str:
    return "、".join(entry.channels or ())


FULL = full_list()


@dataclass(frozen=True)
class Writing:
    """How a clerk fills the cells of a catalogue."""

    channels: Write = FULL
    tick: str = "√"
    group_tick: str = "√"

    def cell(self, role: str, entry: Entry) -> str:
        """The text of an entry in the column of a role; ``=text`` is the same text in every row."""
        if role.startswith("="):
            return role[1:]
        if role in ("serial", "first", "second", "third", "content", "basis", "limit", "publisher"):
            return str(getattr(entry, role))
        return str(getattr(self, f"_{role}")(entry))

    def _blank(self, entry: Entry) -> str:
        return ""

    def _channels(self, entry: Entry) -> str:
        return self.channels(entry)

    def _public(self, entry: Entry) -> str:
        return self.tick if entry.public else ""

    def _specific(self, entry: Entry) -> str:
        return "" if not entry.specific else self.group_tick if entry.specific == "特定群体" else entry.specific

    def _active(self, entry: Entry) -> str:
        return self.tick if entry.active else ""

    def _request(self, entry: Entry) -> str:
        return self.tick if entry.request else ""

    def _county(self, entry: Entry) -> str:
        return self.tick if "县级" in entry.levels else ""

    def _town(self, entry: Entry) -> str:
        return self.tick if "乡级" in entry.levels else ""

    def _everywhere(self, entry: Entry) -> str:
        return self.tick

    def _audience_text(self, entry: Entry) -> str:
        return "、".join(["全社会"] * entry.public + [entry.specific] * bool(entry.specific))

    def _method_text(self, entry: Entry) -> str:
        return "、".join(["主动公开"] * entry.active + ["依申请公开"] * entry.request)

    def _level_text(self, entry: Entry) -> str:
        return "、".join(entry.levels)

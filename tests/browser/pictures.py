"""Photograph every letter for ``docs/pictures/letters/``, cut to its height; a person looks at them before they are kept.

Run ``python -m tests.browser.pictures`` after a change of a template. With a folder as argument all
widths are written there. ``python -m tests.browser.pictures --digests DEMO`` photographs the digests
of two days of a demonstration's home for ``docs/pictures/``.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from tests.browser.pages import WIDTHS, picture, sizes
from tests.browser.png import smaller
from tests.letters.builders import ROOT, rendered
from tests.letters.cases import letters

FOLDER = ROOT / "docs" / "pictures" / "letters"
MOST_BYTES = 200_000
DAYS = ("09-28", "10-13")
"""Two digests that show most: the second before the deadline of the catalogues, and one of phase two."""
KEPT = WIDTHS[0]
"""The narrow one is kept: what fits there fits everywhere."""


def pages() -> Mapping[str, str]:
    """Give the HTML of every letter by its name."""
    return {name: rendered(letter).html for name, letter in letters().items()}


def main(folder: Path, widths: tuple[int, ...]) -> None:
    """Write the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for width in widths:
        for name, (_, height) in sizes(pages(), width).items():
            target = folder / f"{name}-{width}.png"
            picture(pages()[name], target, width, height)
            target.write_bytes(smaller(target.read_bytes()))


def digests(demo: Path, folder: Path) -> None:
    """Photograph the digests of two days, as the demonstration wrote them, at both widths."""
    pages = {day: next(demo.glob(f"letters/*digest*{day}.html")).read_text(encoding="utf-8") for day in DAYS}
    for width in WIDTHS:
        for day, (_, height) in sizes(pages, width).items():
            target = folder / f"digest-{day}-{width}.png"
            picture(pages[day], target, width, height)
            target.write_bytes(smaller(target.read_bytes()))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        digests(Path(sys.argv[2]), FOLDER.parent)
    elif len(sys.argv) > 1:
        main(Path(sys.argv[1]), WIDTHS)
    else:
        main(FOLDER, (KEPT,))

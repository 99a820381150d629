"""Photograph every letter for ``docs/pictures/letters/``, cut to its height; a person looks at them before they are kept.

Run ``python -m tests.browser.pictures`` after a change of a template. With a folder as argument all
widths are written there.
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


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]), WIDTHS)
    else:
        main(FOLDER, (KEPT,))

"""Letters fit a telephone and a desk: nothing runs out of the window, and a picture of each is kept."""

import pytest

from tests.browser.pages import CHROMIUM, WIDTHS, sizes
from tests.browser.pictures import FOLDER, MOST_BYTES, pages

pytestmark = [pytest.mark.chromium, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_letter_is_wider_than_the_window(width: int) -> None:
    wide = {name: size for name, size in sizes(pages(), width).items() if size[0] > width}
    assert wide == {}


def test_a_picture_of_every_letter_is_kept_and_no_other() -> None:
    kept = {path.stem.rpartition("-")[0]: path for path in FOLDER.glob("*.png")}
    assert set(kept) == set(pages())
    assert [path.name for path in kept.values() if path.stat().st_size > MOST_BYTES] == []

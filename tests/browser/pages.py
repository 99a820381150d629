"""Letters in a real browser: headless Chromium, one page at a time, without network."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape, unescape
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDTHS = (375, 1024)
"""A telephone held upright, and a small window on a desk: pixels."""
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
MEASURE = """<script>addEventListener("load", () => {
  const sizes = {};
  for (const frame of document.querySelectorAll("iframe")) {
    const root = frame.contentDocument.documentElement;
    sizes[frame.id] = [root.scrollWidth, root.scrollHeight];
  }
  const told = document.createElement("pre");
  told.id = "told"; told.textContent = JSON.stringify(sizes);
  document.body.replaceChildren(told);
});</script>"""


def sizes(pages: Mapping[str, str], width: int) -> Mapping[str, tuple[int, int]]:
    """Lay pages out in frames of a width and tell how wide and high each becomes, in pixels."""
    frames = "".join(
        f'<iframe id="{escape(name)}" style="border:0;width:{width}px;height:100px" srcdoc="{escape(page)}"></iframe>'
        for name, page in pages.items()
    )
    with _opened(f"<!DOCTYPE html><meta charset=utf-8>{frames}{MEASURE}") as (browser, address):
        dumped = browser("--virtual-time-budget=5000", "--dump-dom", address)
    told = re.search(r'<pre id="told">(.*?)</pre>', dumped, re.DOTALL)
    assert told is not None, dumped[-500:]
    return {name: (found[0], found[1]) for name, found in json.loads(unescape(told[1])).items()}


def picture(page: str, target: Path, width: int, height: int) -> None:
    """Photograph a page."""
    with _opened(page) as (browser, address):
        browser(f"--window-size={width},{height}", f"--screenshot={target}", address)


class _Browser:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, *arguments: str) -> str:
        command = [str(CHROMIUM), *QUIET, f"--user-data-dir={self._folder / 'profile'}", *arguments]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=True)
        return done.stdout


@contextmanager
def _opened(page: str) -> Iterator[tuple[_Browser, str]]:
    with tempfile.TemporaryDirectory(prefix="mailbot-browser-") as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        yield _Browser(Path(folder)), path.as_uri()

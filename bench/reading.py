"""Reading: child round trip, finding and extracting, against ``pandas.read_excel(engine="openpyxl")``."""

import json
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

from bench import post
from bench.report import Report
from bench.runs import run

PLAIN, LIBREOFFICE = 3.0, 20.0
LONG_SECONDS, LONG_MB = 2.0, 300.0
TURNS = 9
AREAS = ("社会救助", "养老服务", "就业", "义务教育", "户籍管理")


def measure(report: Report, *, books: int, rows: int, long: int) -> None:
    """Print the section."""
    report.title(f"{books} workbooks of {rows} rows: our whole read against pandas.read_excel(engine='openpyxl')")
    with tempfile.TemporaryDirectory(prefix="mailbot-bench-") as folder:
        plain = Path(folder) / "plain"
        plain.mkdir()
        for number in range(books):
            (plain / f"{number}.xlsx").write_bytes(post.book(AREAS[number % len(AREAS)], number, rows))
        report.at_least("plain", _compared(report, "plain", plain), PLAIN)
        saved = _saved_by_libreoffice(sorted(plain.iterdir()), Path(folder) / "libreoffice")
        if saved is None:
            report.line("  soffice is not here: nothing to say of workbooks saved by LibreOffice")
        else:
            report.at_least("saved by LibreOffice", _compared(report, "LibreOffice", saved), LIBREOFFICE)
        one = Path(folder) / "long"
        one.mkdir()
        (one / "long.xlsx").write_bytes(post.book("社会救助", 1, long))
        reads = [_ours(one) for _ in range(1 if report.smoke else TURNS)]
        report.line(f"  {long} rows: {reads[0]['items']} items")
        report.at_most(f"{long} rows, first read of a new child", min(ours["first_seconds"] for ours in reads), LONG_SECONDS, " s")
        report.at_most(f"{long} rows, memory of the child", max(ours["child_mb"] for ours in reads), LONG_MB, " MB")


def _compared(report: Report, name: str, folder: Path) -> float:
    """Read all books both ways in turns, in processes of their own; gives how many times faster ours is.

    Other work on the machine only ever adds time. So the least disturbed turn of each counts, as ``timeit``
    advises; the medians are printed beside.
    """
    ours, pandas = [], []
    for _ in range(1 if report.smoke else TURNS):
        ours.append(_ours(folder))
        pandas.append(json.loads(run(["-m", "bench.readers", "pandas", str(folder)]).output)["milliseconds"])
    best = min(ours, key=itemgetter("milliseconds"))
    usual = statistics.median(map(itemgetter("milliseconds"), ours))
    report.line(
        f"  {name:12s} ours {best['milliseconds']:.2f} ms (child {best['child_milliseconds']:.2f}, forms {best['forms_milliseconds']:.2f},"
        f" usual {usual:.2f}); pandas {min(pandas):.2f} ms (usual {statistics.median(pandas):.2f}); {best['items']} items"
    )
    return float(min(pandas) / best["milliseconds"])


def _ours(folder: Path) -> dict[str, float]:
    said: dict[str, float] = json.loads(run(["-m", "bench.readers", "ours", str(folder)]).output)
    return said


def _saved_by_libreoffice(books: Sequence[Path], folder: Path) -> Path | None:
    """Let LibreOffice open and save the books; None where it is not installed or does not."""
    soffice = shutil.which("soffice")
    if soffice is None:
        return None
    profile = folder.with_name("profile").as_uri()
    command = [
        soffice,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder),
    ]
    subprocess.run([*command, *map(str, books)], check=False, capture_output=True, timeout=180)
    return folder if folder.is_dir() and len(list(folder.iterdir())) == len(books) else None

"""Start-up: ``mailbot --help`` against a Python that does nothing."""

import statistics

from bench.report import Report
from bench.runs import run

TIMES = 12.0


def measure(report: Report, *, repeats: int) -> None:
    """Print the section."""
    report.title(f"start-up, medians of {repeats} runs in turn")
    bare, ours = [], []
    run(["-m", "mailbot", "--help"])
    for _ in range(repeats):
        bare.append(run(["-c", "pass"]).seconds * 1000)
        ours.append(run(["-m", "mailbot", "--help"]).seconds * 1000)
    nothing, shown = statistics.median(bare), statistics.median(ours)
    report.line(f"  python -c pass {nothing:6.1f} ms; mailbot --help {shown:6.1f} ms")
    report.at_most("mailbot --help against bare Python", shown / nothing, TIMES, "x")

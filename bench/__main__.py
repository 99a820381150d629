"""``python -m bench [--smoke] [--strict] [--mails N] [--only mails|start|read|versions]``: measure, print, hold against the marks."""

import argparse
import os
import platform
import sys

from bench import mails, reading, start, versions
from bench.report import Report


def main() -> int:
    """Measure what was asked for; 0, and with ``--strict`` 1 when a mark was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="The product against naive scripts, in one run.")
    parser.add_argument("--smoke", action="store_true", help="everything once and tiny: does the bench still run?")
    parser.add_argument("--strict", action="store_true", help="end with 1 when a mark was missed")
    parser.add_argument("--mails", type=int, default=500, help="how many mails (500)")
    parser.add_argument("--rows", type=int, default=60, help="rows of a mail's workbook (60)")
    parser.add_argument("--repeats", type=int, default=3, help="runs of product and naive.py, of which the medians count (3)")
    parser.add_argument("--only", choices=("mails", "start", "read", "versions"), help="one section only")
    options = parser.parse_args()
    report = Report(smoke=options.smoke)
    report.line(f"Python {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    if options.only in (None, "mails"):
        count, repeats = (10, 1) if options.smoke else (options.mails, options.repeats)
        mails.measure(report, count=count, rows=options.rows, repeats=repeats)
    if options.only in (None, "start"):
        start.measure(report, repeats=3 if options.smoke else 20)
    if options.only in (None, "read"):
        reading.measure(report, books=2 if options.smoke else 20, rows=options.rows, long=2_000 if options.smoke else 20_000)
    if options.only in (None, "versions"):
        versions.measure(report, times=2 if options.smoke else 40)
    report.sum_up()
    return 1 if options.strict and report.missed else 0


if __name__ == "__main__":
    sys.exit(main())

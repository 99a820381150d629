"""Mails: the product and the naive scripts over the same Dovecot mailbox, one after the other, several times."""

import json
import re
import shutil
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import post, product
from bench.meter import BESIDE
from bench.pasted import pasted
from bench.report import Report
from bench.runs import Ran, run, sink
from mailbot.rulebook.load import load_rulebook
from tests.servers.dovecot import PASSWORD, Dovecot

USER = "office@units.test"
PASTED = "pasted@units.test"
"""The mailbox whose workbooks were pasted from Word."""
RATIO, PEAK_MB = 4.0, 100.0
STAGES = ("fetch", "wait", "forms", "attribute", "checks", "decide", "render", "store", "sqlite", "smtp", "announce", "other")


@dataclass(slots=True)
class _Runs:
    """What several runs of one thing said."""

    milliseconds: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak_mb: float = 0.0

    def add(self, milliseconds: float, ran: Ran, peak_mb: float) -> None:
        """Note one more run."""
        self.milliseconds.append(milliseconds)
        self.seconds.append(ran.seconds)
        self.cpu.append(ran.cpu)
        self.peak_mb = max(self.peak_mb, peak_mb)

    @property
    def a_mail(self) -> float:
        """Give the median of milliseconds a mail."""
        return statistics.median(self.milliseconds)


class Mailbox:
    """A mailbox on a Dovecot with its mails, and a place for homes and databases."""

    def __init__(self, folder: Path, imap: int, smtp: int, user: str = USER) -> None:
        self.folder = folder
        self.user = user
        self.imap = imap
        self.smtp = smtp
        self._homes = 0

    def fill(self, count: int, rows: int, saved: Callable[[bytes], bytes] = bytes) -> None:
        """Put the mails in; ``saved`` as in ``post.mails``."""
        post.deliver(self.imap, self.user, PASSWORD, list(post.mails(count, rows, load_rulebook(None), saved=saved)))

    def product(self, what: str, *prefix: str) -> tuple[dict[str, Any], Ran]:
        """Run the product with a new home."""
        self._homes += 1
        home = self.folder / f"home-{self._homes}"
        product.lay_out(home, imap=self.imap, smtp=self.smtp, user=self.user, password=PASSWORD)
        run(["-m", "bench.product", "set-up", str(home)])
        ran = run(["-m", "bench.product", what, str(home)], prefix=prefix)
        shutil.rmtree(home)
        said = json.loads(ran.output.splitlines()[-1])
        if said["failed"]:
            raise RuntimeError(f"the product could not do everything: {said['failed']}")
        return said, ran

    def naive(self, script: str) -> tuple[float, Ran]:
        """Run a naive script on the mails as if nobody had seen them; gives milliseconds a mail."""
        post.unsee(self.imap, self.user, PASSWORD)
        database = self.folder / f"{script}.db"
        ran = run([f"bench/{script}.py", str(self.imap), str(self.smtp), self.user, str(database)])
        database.unlink()
        for other in self.folder.glob(f"{script}.db-*"):
            other.unlink()
        found = re.search(r"([\d.]+) ms/mail", ran.output)
        if found is None:
            raise RuntimeError(ran.output)
        return float(found[1]), ran


def measure(report: Report, *, count: int, rows: int, repeats: int) -> None:
    """Print the section."""
    report.title(f"{count} mails, a workbook of {rows} rows each: product and naive scripts, same Dovecot mailbox, same sink")
    with tempfile.TemporaryDirectory(prefix="mailbot-bench-") as folder, sink() as smtp, Dovecot(smtp) as dovecot:
        box = Mailbox(Path(folder), dovecot.ports.imap, smtp)
        box.fill(count, rows)
        ours, naive = _Runs(), _Runs()
        said: dict[str, Any] = {}
        for _ in range(repeats):
            said, ran = box.product("run")
            ours.add(said["seconds"] / said["mails"] * 1000, ran, said["main_mb"])
            milliseconds, ran = box.naive("naive")
            naive.add(milliseconds, ran, ran.peak_mb)
        _compare(report, count, ours, naive, said)
        for script in ("naive_smart", "naive_annot"):
            milliseconds, ran = box.naive(script)
            report.line(f"  {script:12s} {milliseconds:7.2f} ms a mail, {milliseconds / ours.a_mail:5.1f} times ours (one run)")
        _stages(report, box)
        _fsyncs(report, box)
        _pasted(report, Mailbox(Path(folder), dovecot.ports.imap, smtp, PASTED), count, rows)
    report.at_least(f"faster a mail than naive.py ({repeats} runs, medians)", naive.a_mail / ours.a_mail, RATIO)
    report.at_most("main process, resident at most", ours.peak_mb, PEAK_MB, " MB")


def _pasted(report: Report, box: Mailbox, count: int, rows: int) -> None:
    """Print both over mails whose workbooks were pasted from Word, one run each."""
    box.fill(count, rows, pasted)
    said, _ = box.product("run")
    ours, (naive, _) = said["seconds"] / said["mails"] * 1000, box.naive("naive")
    report.line(f"  pasted from Word: mailbot {ours:.2f} ms a mail, naive {naive:.2f}, {naive / ours:.1f} times ours (one run)")


def _compare(report: Report, count: int, ours: _Runs, naive: _Runs, said: dict[str, Any]) -> None:
    for name, runs in (("mailbot", ours), ("naive", naive)):
        whole, cpu = (statistics.median(times) / count * 1000 for times in (runs.seconds, runs.cpu))
        report.line(
            f"  {name:12s} {runs.a_mail:7.2f} ms a mail (runs: {', '.join(f'{one:.2f}' for one in runs.milliseconds)});"
            f" with start and imports {whole:.2f}, of CPU {cpu:.2f}; {runs.peak_mb:.0f} MB resident"
        )
    outcomes = ", ".join(f"{outcome} {number}" for outcome, number in sorted(said["outcomes"].items()))
    report.line(f"  mailbot's outcomes: {outcomes}; {said['sent']} letters sent; pandas loaded: {'yes' if said['pandas'] else 'no'}")


def _stages(report: Report, box: Mailbox) -> None:
    """Print where the time goes, in a run of its own."""
    said, _ = box.product("stages")
    mails = said["mails"]
    report.line(f"  stages in a run with a clock at the seams, {said['seconds'] / mails * 1000:.2f} ms a mail:")
    for stage in (*STAGES, *BESIDE):
        note = " beside, in the thread that reads ahead" if stage in BESIDE else ""
        report.line(f"    {stage:12s} {said['stages'].get(stage, 0) / mails * 1000:7.3f} ms{note}")
    report.line(f"  child that reads files: {said['child_mb']:.0f} MB resident at most; {said['commits'] / mails:.2f} commits a mail")


def _fsyncs(report: Report, box: Mailbox) -> None:
    """Print how often a mail waits for the disk."""
    strace = shutil.which("strace")
    if strace is None:
        report.line("  fsyncs: strace is not here; each commit above is one")
        return
    log = box.folder / "strace"
    said, _ = box.product("run", strace, "-f", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-o", str(log))
    calls = sum(1 for line in log.read_text(errors="replace").splitlines() if re.search(r"\bf(?:data)?sync\(", line))
    report.line(f"  fsyncs by strace, in a run of its own: {calls / said['mails']:.2f} a mail")

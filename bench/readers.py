"""Two readers of workbooks, each in a process of its own: ``python -m bench.readers ours|pandas FOLDER``; prints JSON."""

import io
import json
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.meter import child_peak_mb


def ours(folder: Path) -> dict[str, float]:
    """Read every book in the child, find its table and extract its items; medians."""
    from mailbot.app import collector_spared
    from mailbot.forms.draft import drafts
    from mailbot.model.mail import Contents, Mail, Part
    from mailbot.rulebook.load import load_rulebook
    from mailbot.sandbox.parent import Sandbox
    from mailbot.settings import Limits

    rulebook = load_rulebook(None)
    mail = Mail(sha256="", message_id="", sender="", sender_name="", subject="", text="", received_at=datetime.now(UTC))
    whole, child, items = [], [], 0
    with collector_spared(), Sandbox(Limits()) as sandbox:
        sandbox.call("ping", {}, b"")
        for path in sorted(folder.iterdir()):
            part = Part("1", path.name, "application/octet-stream", path.read_bytes())
            began = time.perf_counter()
            files = sandbox.read(part)
            read = time.perf_counter()
            found = drafts(Contents(mail, files), rulebook)
            whole.append(time.perf_counter() - began)
            child.append(read - began)
            items += sum(len(one.items) for one in found.submissions)
        peak = child_peak_mb()
    return {
        "milliseconds": statistics.median(whole) * 1000,
        "child_milliseconds": statistics.median(child) * 1000,
        "forms_milliseconds": (statistics.median(whole) - statistics.median(child)) * 1000,
        "first_seconds": whole[0],
        "child_mb": peak,
        "items": items,
    }


def pandas(folder: Path) -> dict[str, float]:
    """Read every book as a clerk's script does, into a frame and nothing more."""
    import pandas as pd

    times = []
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        began = time.perf_counter()
        pd.read_excel(io.BytesIO(content), engine="openpyxl")
        times.append(time.perf_counter() - began)
    return {"milliseconds": statistics.median(times) * 1000}


if __name__ == "__main__":
    print(json.dumps({"ours": ours, "pandas": pandas}[sys.argv[1]](Path(sys.argv[2]))))

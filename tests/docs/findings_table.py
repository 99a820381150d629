"""Write the table of findings in ``docs/操作手册.md`` from ``rules/findings.toml``.

Run ``python -m tests.docs.findings_table`` after a change of the findings; a test holds the manual to it.
"""

import re
from pathlib import Path

from mailbot.rulebook.load import load_rulebook
from mailbot.rulebook.model import Rulebook

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "操作手册.md"
BEGIN = "<!-- 以下由 python -m tests.docs.findings_table 生成 -->\n"
END = "<!-- 生成部分到此为止 -->\n"
HEAD = "| 程度 | 代码 | 问题 | 怎样处理 |\n|---|---|---|---|\n"
# What stands for a fact where no mail is at hand.
FACTS = {"column": "某栏", "role": "分管领导（联络人）", "where": "该处"}


def table(rulebook: Rulebook) -> str:
    """Lay out every finding: errors first, in the order of the rules."""
    severities = rulebook.letters.severities
    rows = [
        f"| {severities[severity]} | `{code}` | {_general(text.title)} | {_general(text.advice)} |\n"
        for severity in severities
        for code, text in rulebook.findings.items()
        if text.severity == severity
    ]
    return HEAD + "".join(rows)


def written(manual: str, rulebook: Rulebook) -> str:
    """Give the manual with the table as it should be."""
    before, _, rest = manual.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(rulebook)}\n{END}{after}"


def _general(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: FACTS.get(found[1], "……"), text).replace("|", "、")


if __name__ == "__main__":
    MANUAL.write_text(written(MANUAL.read_text("utf-8"), load_rulebook(None)), encoding="utf-8")

"""templates/README.md says what the templates are."""

from mailbot.letters.describe import describe, readme
from tests.letters.builders import rulebook


def test_readme_is_what_the_templates_are() -> None:
    assert readme().read_text(encoding="utf-8") == describe(rulebook())

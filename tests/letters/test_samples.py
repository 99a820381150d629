"""Every template is tried with samples, for any rulebook."""

from mailbot.letters.render import TEMPLATES, Templates
from mailbot.letters.samples import samples
from tests.letters.builders import ROOT, rulebook


def test_samples_try_every_template_and_all_of_them_render() -> None:
    letters = samples(rulebook())
    assert {letter.template for letter in letters} == set(TEMPLATES)
    assert Templates([ROOT / "templates"], rulebook()).problems(letters) == []

"""Letters in words: goldens of every letter, and what a template must not do."""

from pathlib import Path

import pytest

from mailbot.errors import OperatorError
from mailbot.letters.render import TEMPLATES, Templates
from mailbot.model.letter import Letter
from tests.letters.builders import ROOT, rendered, rulebook
from tests.letters.cases import letters

GOLDEN = Path(__file__).parent / "golden"
FORBIDDEN = ("您好", "考核", "督查", "退回", "警告", "错误", "催办", "迟报")
NAMES = sorted(letters())


@pytest.mark.parametrize("name", NAMES)
def test_letter_reads_as_its_golden(name: str) -> None:
    letter = rendered(letters()[name])
    assert f"{letter.subject}\n\n{letter.text}" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_every_golden_has_a_letter_and_every_template_a_golden() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == NAMES
    assert {letter.template for letter in letters().values()} == set(TEMPLATES)


@pytest.mark.parametrize("name", NAMES)
def test_letter_opens_with_the_full_name_and_closes_with_office_date_and_telephone(name: str) -> None:
    letter = rendered(letters()[name])
    lines = letter.text.splitlines()
    assert lines[0] in ("赤壁市民政局：", "赤壁市政务公开领导小组办公室：")
    assert lines[-4] == "赤壁市政务公开领导小组办公室"
    assert lines[-3].startswith("2020年")
    assert "本邮件由系统自动发送" in lines[-1]
    assert "0715-5330205" in lines[-1]


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(("digest", "alert"))])
def test_letter_to_a_unit_uses_no_forbidden_word(name: str) -> None:
    letter = rendered(letters()[name])
    assert not [word for word in FORBIDDEN if word in letter.subject + letter.text + letter.html]


@pytest.mark.parametrize("name", NAMES)
def test_html_says_every_line_of_the_text(name: str) -> None:
    letter = rendered(letters()[name])
    html = "".join(letter.html.split())
    first = letter.text.splitlines()[2].strip().partition("。")[0]
    assert first in html
    assert "<script" not in html
    assert "<img" not in html


def test_markup_from_outside_is_escaped_in_html_and_plain_in_text() -> None:
    letter = letters()["held"]
    letter = Letter(letter.key, letter.template, letter.to, {**letter.facts, "subject_line": "<b>&目录"})
    done = rendered(letter)
    assert "&lt;b&gt;&amp;目录" in done.html
    assert "《<b>&目录》" in done.text


def test_braces_of_a_template_language_in_facts_stay_text() -> None:
    letter = letters()["held"]
    letter = Letter(letter.key, letter.template, letter.to, {**letter.facts, "subject_line": "{{ 7*7 }}{% raw %}"})
    assert "{{ 7*7 }}{% raw %}" in rendered(letter).text


def test_template_of_the_home_comes_before_the_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "question.j2").write_text(
        "{% extends layout %}{% block subject %}甲{% endblock %}{% block text %}乙{% endblock %}", encoding="utf-8"
    )
    done = Templates([tmp_path, ROOT / "templates"], rulebook()).render(letters()["question"])
    assert done.subject == "甲"
    assert "乙\n\n赤壁市政务公开领导小组办公室" in done.text


@pytest.mark.parametrize(
    "body",
    [
        "{% block text %}{{ nobody }}{% endblock %}",
        "{% block text %}{{ 1/0 }}{% endblock %}",
        "{% block text %}",
        "{{ day.__class__.mro() }}",
        "{% block text %}{{ ''.__class__.__mro__ }}{% endblock %}",
        "{% block text %}{{ '{0.__class__.__init__}'.format(addressee) }}{% endblock %}",
        "{% block text %}{{ self.text.__func__.__globals__ }}{% endblock %}",
        "{% block text %}{{ lipsum.__globals__['os'].getcwd() }}{% endblock %}",
        "{% block text %}{{ cycler.__init__.__globals__ }}{% endblock %}",
        "{% block text %}{{ range(10 ** 9)|list }}{% endblock %}",
    ],
)
def test_template_that_cannot_be_rendered_is_the_operators_problem_with_its_file(tmp_path: Path, body: str) -> None:
    (tmp_path / "question.j2").write_text("{% extends layout %}{% set x = 1 %}" + body, encoding="utf-8")
    if "mro" in body:
        (tmp_path / "question.j2").write_text(body, encoding="utf-8")
    with pytest.raises(OperatorError, match=r"question\.j2") as raised:
        Templates([tmp_path, ROOT / "templates"], rulebook()).render(letters()["question"])
    assert raised.value.code == "bad-template"


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.txt", "../../etc/passwd"])
def test_a_template_reaches_no_file_outside_its_folders(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("canary", encoding="utf-8")
    body = f"{{% extends layout %}}{{% block text %}}{{% include {path!r} %}}{{% endblock %}}"
    (folder / "question.j2").write_text(body, encoding="utf-8")
    with pytest.raises(OperatorError) as raised:
        Templates([folder, ROOT / "templates"], rulebook()).render(letters()["question"])
    assert raised.value.code == "bad-template"


def test_problems_name_templates_without_a_sample() -> None:
    templates = Templates([ROOT / "templates"], rulebook())
    assert templates.problems(list(letters().values())) == []
    assert templates.problems([]) == [f"templates/{name}.j2：没有样信可供试排" for name in TEMPLATES]

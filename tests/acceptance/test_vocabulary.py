"""The words and signs of catalogues, in three formats: every kind of limit, channel, tick, publisher and basis."""

import pytest

from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from tests.acceptance import vocabulary
from tests.acceptance.test_mess import misread
from tests.acceptance.writers import WRITERS

FORMATS = list(WRITERS)
FONTS = [("R", "Wingdings 2"), ("P", "Wingdings 2"), ("\xfe", "Wingdings"), ("\xfc", "Wingdings"), ("n", "Wingdings")]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", vocabulary.LIMITS)
def test_a_class_of_limits_is_taken_or_advised_on(name: str, suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(vocabulary.limits_of(name), suffix, reader, rules) == []


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", vocabulary.SYMBOLS)
def test_letters_of_a_symbol_font_are_boxes(name: str, suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(vocabulary.symbol_list(name), suffix, reader, rules) == []


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(("letter", "font"), FONTS)
def test_a_letter_of_a_symbol_font_is_a_tick(letter: str, font: str, suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(vocabulary.symbol_ticks(letter, font), suffix, reader, rules) == []


@pytest.mark.parametrize("number", range(len(vocabulary.GLYPHS)))
@pytest.mark.parametrize("between", [" ", "", "\n"], ids=["blank", "nothing", "line"])
def test_every_pair_of_signs_says_chosen_and_offered(number: int, between: str, reader: Sandbox, rules: Rulebook) -> None:
    case = vocabulary.glyphs(list(vocabulary.GLYPHS)[number], between)
    assert misread(case, FORMATS[number % 3], reader, rules) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_channels_in_words_and_numbers_are_all_chosen(suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(vocabulary.plain_cells(), suffix, reader, rules) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_full_list_that_lost_its_marks_is_unknown(suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(vocabulary.lost_marks(), suffix, reader, rules) == []


@pytest.mark.parametrize("number", range(len(vocabulary.TICKS)))
def test_every_kind_of_tick_is_one(number: int, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(vocabulary.ticks(vocabulary.TICKS[number]), FORMATS[number % 3], reader, rules) == []


@pytest.mark.parametrize("number", range(len(vocabulary.NOT_TICKED)))
def test_a_cross_or_an_empty_box_is_no_tick(number: int, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(vocabulary.crosses(vocabulary.NOT_TICKED[number]), FORMATS[number % 3], reader, rules) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_group_in_words_is_kept_and_ticks_its_column(suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(vocabulary.groups_in_words(), suffix, reader, rules) == []


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", vocabulary.PUBLISHERS)
def test_publishers_are_taken_as_written(name: str, suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(vocabulary.publishers(name), suffix, reader, rules) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_bases_are_taken_in_every_writing(suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(vocabulary.bases(), suffix, reader, rules) == []

"""Lines broken by cells: Chinese breaks anywhere but before its stops, Latin words and numbers stay whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mpwizard.text import width
from screens.wrapping import wrap


def test_a_chinese_sentence_with_numbers_fills_its_lines() -> None:
    """Breaking at spaces only would leave `18` alone on a line."""
    assert wrap("共18位，在执照右上角。", 12) == ["共18位，在执", "照右上角。"]


def test_no_line_begins_with_a_stop() -> None:
    """A full stop at the head of a line reads like a printing error."""
    assert all(line[0] not in "，。）" for line in wrap("填写，确认。（完成）再来，好。", 6))


def test_words_stay_whole() -> None:
    """English breaks at its spaces."""
    assert wrap("Compare with the licence", 12) == ["Compare with", "the licence"]


def test_a_term_in_brackets_stays_whole() -> None:
    """The official term behind an English word is looked up as one; half of it cannot be."""
    assert wrap("by corporate transfer (对公打款), please", 30) == ["by corporate transfer", "(对公打款), please"]


def test_one_chinese_character_is_not_left_alone() -> None:
    """The second half of a word on a line of its own looks like a mistake."""
    assert wrap("只用于其他组织。", 14) == ["只用于其他", "组织。"]
    assert wrap("微信认证收审核费，不退", 20) == ["微信认证收审核费，", "不退"]


def test_a_rules_id_breaks_at_its_dots() -> None:
    """Between the words of its last name it would be read as another name."""
    assert wrap("transfer.bank_name_length_min", 28) == ["transfer.", "bank_name_length_min"]


def test_no_text_is_one_empty_line() -> None:
    """Callers count rows."""
    assert wrap("", 10) == [""]


@given(st.text(alphabet=st.sampled_from("ab1 ，。（）深圳-"), max_size=60), st.integers(2, 30))
def test_lines_fit_and_nothing_but_spaces_is_lost(text: str, cells: int) -> None:
    """Whatever is said, at whatever width."""
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")

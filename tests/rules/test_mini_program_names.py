"""Names and introductions of Mini Programs: what can be handed in by the rule table, and what is odd."""

from __future__ import annotations

import pytest

from mpwizard.rules.characters import han_count, is_han
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.rules.introductions import introduction, introduction_doubts
from mpwizard.rules.mini_program_names import (
    as_compared,
    mini_program_name,
    mini_program_name_doubts,
    name_units,
    protected_word,
)
from mpwizard.rules.shapes import Misfit
from mpwizard.texts import refusals

GUIDE = load_edition(DEFAULT_EDITION)


@pytest.mark.parametrize("character", ["练", "〇", "𠀀", "\ufa0c"])
def test_every_ideograph_is_chinese(character: str) -> None:
    """Rare ones stand in real names of shops; a letter too few would refuse them."""
    assert is_han(character)


@pytest.mark.parametrize("character", ["a", "1", "，", "（", "ア", "한", "é", " "])
def test_other_characters_are_not(character: str) -> None:
    """Chinese punctuation is no Chinese character."""
    assert not is_han(character)


@pytest.mark.parametrize(("name", "units"), [("练习", 4), ("abcd", 4), ("练习ab", 6), ("练习 a（）", 8), ("", 0)])
def test_a_chinese_character_counts_two(name: str, units: int) -> None:
    """As the rule table has it; everything else counts one."""
    assert name_units(name, GUIDE) == units


@pytest.mark.parametrize("name", ["练习", "abcd", "练" * 15, "a" * 30, "练习小铺·北京-1号&A+B.（c）(d)", " 练习小铺 "])
def test_a_name_within_the_rules_can_be_handed_in(name: str) -> None:
    """Nothing but its ends is changed."""
    assert mini_program_name(name, GUIDE) == name.strip()


@pytest.mark.parametrize("name", ["练", "abc", "练" * 15 + "a", "a" * 31])
def test_a_name_is_neither_too_short_nor_too_long(name: str) -> None:
    """Both bounds are told, with what it has now."""
    with pytest.raises(Misfit) as misfit:
        mini_program_name(name, GUIDE)
    assert misfit.value.key == "name_units"
    assert misfit.value.values == {"shortest": 4, "longest": 30, "actual": name_units(name, GUIDE)}


@pytest.mark.parametrize("character", ["*", "！", "☺", "_", "а", "…", "《"])
def test_a_sign_that_cannot_stand_in_a_name_is_shown(character: str) -> None:
    """The Cyrillic letter in this list looks like a Latin one."""
    with pytest.raises(Misfit) as misfit:
        mini_program_name(f"练习{character}小铺", GUIDE)
    assert (misfit.value.key, misfit.value.values) == ("name_sign", {"character": character})


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("练习小程序", "小程序"),
        ("练习小 程 序", "小程序"),
        ("国家级练习", "国家级"),
        ("微信练习", "微信"),
        ("WeChat练习", "wechat"),
        ("ＷｅＣｈａｔ练习", "wechat"),
        ("Ten cent练习", "tencent"),
    ],
)
def test_words_that_are_kept_out_are_found_however_they_are_written(name: str, word: str) -> None:
    """Case, width and spaces hide nothing."""
    with pytest.raises(Misfit) as misfit:
        mini_program_name(name, GUIDE)
    assert (misfit.value.key, misfit.value.values) == ("name_word", {"found": word})


def test_a_protected_word_is_no_refusal() -> None:
    """It needs a paper and takes its time."""
    assert protected_word("练习大学堂", GUIDE) == "大学"
    assert protected_word("练习学堂", GUIDE) == ""
    assert mini_program_name("练习大学堂", GUIDE) == "练习大学堂"


def test_names_are_compared_without_width_case_and_spaces() -> None:
    """Two names that users cannot tell apart are one."""
    assert as_compared("练习 ＡＢ") == as_compared("练习ab")
    assert as_compared("练习甲") != as_compared("练习乙")


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("练习小铺", []),
        ("练习（甲）（乙）", []),
        ("练习(甲)", []),
        ("练习（甲)", ["mini_program_name_brackets"]),
        ("练习（甲）(乙)", ["mini_program_name_brackets"]),
        ("练习 小铺", ["mini_program_name_spaces"]),
        ("练习\u3000小铺", ["mini_program_name_spaces"]),
        (" 练习小铺 ", []),
        ("练习Ａ小铺", ["mini_program_name_lookalike"]),
        ("练习银行", ["mini_program_name_protected"]),
        ("", []),
    ],
)
def test_what_is_odd_about_a_name_is_told(name: str, keys: list[str]) -> None:
    """Told only: the name may be meant so."""
    told = [key for key, _ in mini_program_name_doubts(name, GUIDE)]
    assert told == keys
    assert set(told) <= refusals().keys()


@pytest.mark.parametrize("text", ["练习甲乙", "练习登记" + "a" * 116, " 练习查询、预约、登记 "])
def test_an_introduction_within_the_rules_can_be_handed_in(text: str) -> None:
    """Its ends are trimmed, nothing else."""
    assert introduction(text, GUIDE) == text.strip()


@pytest.mark.parametrize(("text", "actual"), [("练习甲", 3), ("练" * 121, 121)])
def test_an_introduction_is_neither_too_short_nor_too_long(text: str, actual: int) -> None:
    """Counted in characters, Chinese or not."""
    with pytest.raises(Misfit) as misfit:
        introduction(text, GUIDE)
    assert misfit.value.key == "text_length"
    assert misfit.value.values == {"shortest": 4, "longest": 120, "actual": actual}


def test_an_introduction_is_partly_chinese() -> None:
    """Four Chinese characters at least, punctuation aside."""
    with pytest.raises(Misfit) as misfit:
        introduction("practice 练习。", GUIDE)
    assert (misfit.value.key, misfit.value.values) == ("introduction_han", {"shortest": 4, "actual": 2})
    assert han_count(introduction("practice 练习登记", GUIDE)) == 4


def test_payment_that_is_taken_should_be_named() -> None:
    """Only where it is taken, and any of the words will do."""
    assert [key for key, _ in introduction_doubts("练习登记", GUIDE, takes_payment=True)] == [
        "introduction_without_payment"
    ]
    assert list(introduction_doubts("练习登记，按次收费", GUIDE, takes_payment=True)) == []
    assert list(introduction_doubts("练习登记", GUIDE, takes_payment=False)) == []

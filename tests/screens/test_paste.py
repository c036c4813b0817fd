"""Where the lines of a paste would go, without a screen."""

from __future__ import annotations

from typing import Any

import pytest

from mpwizard.texts import names_on_papers
from mpwizard.wizard.flow import FLOW, STEPS
from mpwizard.wizard.form import asked, form_fields
from screens.wizard.paste import joined, place_lines

CODE = "91110000109Y03WY52"  # synthetic


def placed(desk: Any, text: str) -> list[tuple[str, str]]:
    """Field names and values, in the order pasted."""
    context = desk.view(1).context.at("entity")
    fields = asked("entity", STEPS["entity"].answers, context)
    return [(each.field.name if each.field else "", each.value) for each in place_lines(text, fields, context)]


def test_a_label_names_its_field_in_either_language(fake_desk: Any) -> None:
    """A licence is Chinese, a mail about it may not be."""
    assert placed(fake_desk, "Registered name: A Ltd\nNumber on the licence：123") == [
        ("name", "A Ltd"),
        ("code", "123"),
    ]
    assert placed(fake_desk, "主体名称：甲有限公司\n备注：无")[0] == ("name", "甲有限公司")


@pytest.mark.parametrize(
    ("pasted", "field"),
    [
        (f"统一社会信用代码：{CODE}", "code"),
        (f"注册号: {CODE}", "code"),
        ("名称\t甲有限公司", "name"),
        ("企业名称：甲有限公司", "name"),
        ("法定代表人：练习甲", ""),
        ("经营范围：餐饮", ""),
    ],
)
def test_a_licence_calls_the_fields_by_its_own_words(fake_desk: Any, pasted: str, field: str) -> None:
    """What is copied off a licence comes with the licence's labels, also before the kind of number is chosen."""
    assert placed(fake_desk, f"营业执照\n{pasted}")[1][0] == field


def test_the_words_of_papers_are_for_fields_that_exist() -> None:
    """Words for a renamed field would place nothing; one word for two fields of a step would place by chance."""
    fields = {field.key for step in FLOW for field in form_fields(step.key, step.answers)}
    assert names_on_papers().keys() <= fields
    for step in FLOW:
        words = [word for key, called in names_on_papers().items() if key.split(".")[0] == step.key for word in called]
        assert len(words) == len(set(words))


def test_a_value_without_a_label_goes_where_it_alone_fits(fake_desk: Any) -> None:
    """A credit code can be told by its shape; a name cannot be told from a remark."""
    fake_desk.drafts["entity"] = {"code_kind": "credit_code"}
    assert ("code", CODE) in placed(fake_desk, f"hello\n{CODE}\nbye")


def test_a_row_of_a_table_is_its_cells(fake_desk: Any) -> None:
    """Copied from a spreadsheet, a row has tabs between its values."""
    fake_desk.drafts["entity"] = {"code_kind": "credit_code"}
    assert [value for _name, value in placed(fake_desk, f"甲有限公司\t{CODE}")] == ["甲有限公司", CODE]


def test_nothing_is_cut_and_nothing_is_placed_twice(fake_desk: Any) -> None:
    """What fits nowhere is shown as such, whole."""
    long = "x" * 500
    result = placed(fake_desk, f"Registered name: a\nRegistered name: b\n{long}")
    assert result == [("name", "a"), ("", "b"), ("", long)]


def test_all_lines_can_be_one() -> None:
    """For who meant one field after all."""
    assert joined("one\r\ntwo\n\n three\tfour") == "one two three four"

"""Where the lines of a paste would go, without a screen."""

from __future__ import annotations

from typing import Any

from mpwizard.wizard.flow import STEPS
from mpwizard.wizard.form import asked
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

"""The chrome speaks Chinese: every message is translated, and the committed files say what the source says."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from mpwizard.i18n import Language, Translator
from mpwizard.resources import data_folder
from tools import texts

# What makes a text out of parts.
MAKERS = {"format", "format_map", "join", "replace"}


def test_the_catalogue_answers_the_source() -> None:
    """A message without Chinese shows up in the middle of a Chinese screen; `make texts` says which it is."""
    assert list(texts.problems()) == []


def test_the_program_reads_the_compiled_catalogue() -> None:
    """The file may be perfect and lie in the wrong place."""
    assert Translator(Language.ZH).gettext("Administrator") == "管理员"


@pytest.mark.parametrize(
    ("fault", "translation"),
    [
        ("missing", None),
        ("empty", Message("{n} left", "")),
        ("fuzzy", Message("{n} left", "剩余{n}个", flags=["fuzzy"])),
        ("other places", Message("{n} left", "剩余{m}个")),
        ("a space inside", Message("{n} left", "剩余 {n}个")),
        ("half-width", Message("{n} left", "剩余{n}个(共)")),
    ],
)
def test_each_fault_of_a_translation_is_told(fault: str, translation: Message | None) -> None:
    """The check is only worth its run if it can fail, in each of its ways."""
    catalogue = {"{n} left": translation} if translation else {}
    assert [problem.startswith(fault) for problem in texts.disagreements(["{n} left"], catalogue)] == [True]


def test_a_translation_nobody_asks_for_is_told() -> None:
    """What stays behind makes the next translator work for nothing."""
    assert list(texts.disagreements([], {"Gone": Message("Gone", "没了")})) == ["obsolete: 'Gone'"]


@pytest.mark.parametrize(
    "good", ["第{n}步，共{total}步", "练习 · 11-22 09:41", "{at}  激活码{code}", "共18位", "mpwizard", "Ctrl N"]
)
def test_good_chinese_passes(good: str) -> None:
    """Separators with air around them and gaps between columns are no sentences."""
    assert list(texts.chinese_faults(good)) == []


@pytest.mark.parametrize("bad", ["18 位", "第 {n} 步", "请 确认", "登录 WeChat", "完成,继续", "主体(企业)"])
def test_torn_or_half_width_chinese_is_told(bad: str) -> None:
    """Terminals break lines at spaces, and half-width punctuation looks like a typing mistake."""
    assert list(texts.chinese_faults(bad)) != []


def test_no_message_is_put_together_before_it_is_translated() -> None:
    """An f-string, a sum or a `.format` inside `tr` is a message that no catalogue can hold."""
    assert [(file, ast.unparse(each)) for file, each in texts.marked() if _is_put_together(each)] == []


def test_messages_are_found_wherever_they_are_said(tmp_path: Path) -> None:
    """A message within an f-string or a condition is shown like any other."""
    (tmp_path / "screens").mkdir()
    source = (
        """words = f"{mark} {tr('One')}" + tr("Two" if x else "Three", n=1)\n"""
        """NAME = N_(\n    "Four, "\n    "and on"\n)\n"""
    )
    (tmp_path / "screens" / "any.py").write_text(source, encoding="utf-8")
    found = {message: ["screens/any.py"] for message in ("Four, and on", "One", "Three", "Two")}
    assert texts.source_messages(tmp_path) == found


def test_the_domain_texts_are_good_chinese() -> None:
    """The same rules for `data/` as for the catalogue: both stand on the same screens."""
    faults = [
        f"{file.name}: {fault}: {text}"
        for file in sorted(data_folder().rglob("*.toml"))
        for text in _chinese(tomllib.loads(file.read_text(encoding="utf-8")))
        for fault in texts.chinese_faults(text)
    ]
    assert faults == []


def _is_put_together(message: ast.expr) -> bool:
    made = isinstance(message, ast.Call) and isinstance(message.func, ast.Attribute) and message.func.attr in MAKERS
    return made or isinstance(message, ast.JoinedStr | ast.BinOp)


def _chinese(document: object) -> Iterator[str]:
    match document:
        case {"zh": str(text)}:
            yield text
        case dict():
            for value in document.values():
                yield from _chinese(value)
        case list():
            for value in document:
                yield from _chinese(value)

"""Files that are written for a user: each new, none overwritten, the same text once."""

from __future__ import annotations

from pathlib import Path

import pytest

from mpwizard.private_files import cell, write_new

TABLE = "\ufeff个案,主体\r\nMP-2026-0001,练习样例有限公司\r\n"


def test_the_same_text_is_written_once(tmp_path: Path) -> None:
    """Line ends of a table included; another text gets a name of its own, and both are their owner's alone."""
    first = write_new(tmp_path / "outbox", "cases", ".csv", TABLE)
    assert first.read_bytes() == TABLE.encode()
    assert write_new(tmp_path / "outbox", "cases", ".csv", TABLE) == first
    second = write_new(tmp_path / "outbox", "cases", ".csv", TABLE + "x")
    assert [path.name for path in (first, second)] == ["cases.csv", "cases-2.csv"]
    assert {path.stat().st_mode & 0o777 for path in (first, second)} == {0o600}


@pytest.mark.parametrize("content", ["个案".encode("gbk"), b"\xff\xfe\x00", b""])
def test_what_another_program_saved_there_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    """A spreadsheet saves in an encoding of its own."""
    (tmp_path / "cases.csv").write_bytes(content)
    assert write_new(tmp_path, "cases", ".csv", TABLE).name == "cases-2.csv"
    assert (tmp_path / "cases.csv").read_bytes() == content


@pytest.mark.parametrize("words", ["=1+1", "+8613800138000", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(words: str) -> None:
    """Whoever opens the table in a spreadsheet runs nothing."""
    assert cell(words) == f"'{words}"
    assert cell(f"x{words}") == f"x{words}"

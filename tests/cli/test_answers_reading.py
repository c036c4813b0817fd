"""Files that cannot be used: each is refused with its line before any case is made, and no message repeats a value."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from mpwizard.answers_reading import LARGEST, LONGEST_VALUE, read_answers_file
from mpwizard.problems import Trouble
from mpwizard.rules.edition import DEFAULT_EDITION
from mpwizard.toml_lines import line_of
from tests.cli.answers import Command, WriteFile

SECRET = "Geheim-4711"

UNUSABLE = [
    ('kind = "practice"\nedtion = "guide-2018"', "file_unknown_key", 2),
    ('[credentials]\nemail = "a@example.com"\n\nmail = "Geheim-4711"', "file_unknown_key", 4),
    ('[activation]\ncode = "Geheim-4711"', "file_unknown_key", 1),
    ("[completion]", "file_unknown_key", 1),
    ('[administrator]\nsms_code = "Geheim-4711"', "file_unknown_key", 2),
    ('[confirmation]\nlast_four = "4711"', "file_unknown_key", 2),
    ('[world]\n# Geheim-4711\ntransfer = { after = "2d", aftr = "2d" }', "file_unknown_key", 3),
    ('[world.transfer]\nafter = "2d"\n"Geheim" = 1', "file_unknown_key", 3),
    ('kind = "record"\n[platform]\nslip = { payee = "Geheim-4711", payer = "x" }', "file_unknown_key", 3),
    ('kind = "Geheim-4711"', "file_bad_value", 1),
    ("kind = 1", "file_bad_value", 1),
    ('edition = "Geheim-4711"', "file_bad_value", 1),
    ("edition = 2018", "file_bad_value", 1),
    ('# a remark\nentity = "Geheim-4711"', "file_bad_value", 2),
    ("[[entity]]\nname = 'Geheim-4711'", "file_bad_value", 1),
    ("world = 'Geheim-4711'", "file_bad_value", 1),
    ("[world]\nactivate = 'Geheim-4711'", "file_bad_value", 2),
    ("[world]\nsms = true", "file_bad_value", 2),
    ("[world]\nadvance = '-1d'", "file_bad_value", 2),
    ("[world]\nadvance = '٣d'", "file_bad_value", 2),
    ("[world]\nadvance = '999999d'", "file_bad_value", 2),
    ("[world]\nadvance = 11", "file_bad_value", 2),
    ("[world]\ntransfer = '2d'", "file_bad_value", 2),
    *(
        (f"[world]\ntransfer = {{ amount = {amount} }}", "file_bad_value", 2)
        for amount in ("'much'", "0", "-1", "nan", "inf", "1e30", "true", "0.005", "99999999", "[1]", "2026-11-22")
    ),
    ('kind = "record"\n\n[world]', "world_not_for_record", 3),
    ('[platform]\nanswers = ["activated"]', "platform_not_for_practice", 1),
    ('kind = "record"\n[platform]\nanswers = ["Geheim-4711"]', "file_bad_value", 3),
    ('kind = "record"\n[platform]\nanswers = ["created"]', "file_bad_value", 3),
    ('kind = "record"\n[platform]\nanswers = ["scan_refused"]', "file_bad_value", 3),
    ('kind = "record"\n[platform]\nanswers = [{ event = "activated", reason = "Geheim-4711" }]', "file_bad_value", 3),
    ('kind = "record"\n[platform]\nnote = 1', "file_bad_value", 3),
    (f'kind = "record"\n[platform]\nnote = "{"x" * 501}"', "file_bad_value", 3),
    (f'[entity]\n\nname = "{"x" * (LONGEST_VALUE + 1)}"', "file_long_value", 3),
    ('kind = "practice"\nkind = "record"', "file_not_toml", 2),
    ('[entity]\nname = "Geheim-4711"\n[entity]', "file_not_toml", 3),
    ('["(at line 7, column 1)"]\n["(at line 7, column 1)"]', "file_not_toml", 2),
    ("[entity]\nname = Geheim-4711", "file_not_toml", 2),
    ('[entity]\nname = "Geheim-4711', "file_not_toml", 2),
    ('[entity]\nname = """Geheim-4711\n\n', "file_not_toml", 4),
    ("[entity]\r\nname = \r\n", "file_not_toml", 2),
    ("kind = 'practice'\nx = '\0'", "file_not_toml", 2),
    ("a = 1\n\nb = " + "[" * 10_000, "file_not_toml", 3),
    ("a = 1\n" + "b." * 400_000 + "b = 1", "file_long_value", 2),
    ("a = 1\nb = " + "9" * 5_000, "file_not_toml", 2),
    ("a = 2026-13-45", "file_not_toml", 1),
]


@pytest.mark.parametrize(("text", "key", "line"), UNUSABLE, ids=range(len(UNUSABLE)))
def test_an_unusable_file_is_told_with_its_line(tmp_path: Path, text: str, key: str, line: int) -> None:
    """Whoever wrote fifty lines must not search; and what they wrote may be somebody's number."""
    path = tmp_path / "answers.toml"
    path.write_bytes(text.encode())
    with pytest.raises(Trouble) as caught:
        read_answers_file(path)
    assert (caught.value.key, caught.value.values["line"]) == (key, line)
    assert SECRET not in str(caught.value.values)


@pytest.mark.parametrize("edition", ["2018", '"guide-1999"'])
def test_an_edition_that_is_none_is_told_with_those_there_are(tmp_path: Path, edition: str) -> None:
    """Of whatever type it is: a sentence that says what to write instead has to name it."""
    path = tmp_path / "answers.toml"
    path.write_text(f"edition = {edition}", encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        read_answers_file(path)
    assert caught.value.values["choices"] == DEFAULT_EDITION


def test_what_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    """A file saved by an older editor garbles every Chinese name."""
    path = tmp_path / "answers.toml"
    path.write_bytes("[entity]\n# ok\nname = '样例'\n".encode("gb18030"))
    with pytest.raises(Trouble) as caught:
        read_answers_file(path)
    assert (caught.value.key, caught.value.values) == ("file_not_utf8", {"line": 3})


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_marks_of_other_editors_do_no_harm(command: Command, write: WriteFile, change: object) -> None:
    """A byte order mark and Windows line ends are how half of the world saves a text."""
    path = write()
    path.write_bytes(change(path.read_text(encoding="utf-8")).encode())  # type: ignore[operator]
    assert command("register", "--answers", path, "--json").code == 0


def test_a_file_that_is_not_there_is_told(command: Command, tmp_path: Path) -> None:
    """Usage, not failure: the path is what has to be mended."""
    ran = command("register", "--answers", tmp_path / "none.toml", "--json")
    assert (ran.code, ran.codes) == (2, ["U-601"])


def test_folders_pipes_and_devices_are_no_files(command: Command, tmp_path: Path) -> None:
    """Reading a pipe nobody writes to would hang for ever, and a device may never end."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path(os.devnull)):
        ran = command("register", "--answers", path, "--json")
        assert (ran.code, ran.codes) == (2, ["U-613"])


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing yet\n", "\ufeff"])
def test_a_file_that_gives_nothing_is_told(command: Command, tmp_path: Path, content: str) -> None:
    """An empty file in a script is the wrong file; a case nobody asked for would be all that tells of it."""
    path = tmp_path / "answers.toml"
    path.write_text(content, encoding="utf-8")
    ran = command("register", "--answers", path, "--json")
    assert (ran.code, ran.codes) == (2, ["U-617"])
    assert command("list", "--json").json == {"cases": []}


def test_a_file_one_may_not_read_is_told(command: Command, write: WriteFile) -> None:
    """As good as missing."""
    path = write()
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert command("register", "--answers", path).code == 2


def test_a_huge_file_is_refused_before_it_is_read(command: Command, tmp_path: Path) -> None:
    """Ten megabytes are no answers."""
    path = tmp_path / "huge.toml"
    path.write_bytes(b"#" * (LARGEST + 1))
    ran = command("register", "--answers", path, "--json")
    assert (ran.code, ran.codes) == (2, ["U-614"])


def test_standard_input_is_a_file_too(command: Command, write: WriteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a file with secrets need not lie on a disk: the pipe that is meant is asked for by name."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(write().read_bytes())))
    assert command("register", "--answers", "-", "--json").code == 0


def test_nothing_is_created_for_an_unusable_file(command: Command, write: WriteFile) -> None:
    """Exit two means that no trace was left, so that the corrected file can simply be run."""
    ran = command("register", "--answers", write("nonsense = 1"), "--json")
    assert (ran.code, ran.json["case"], ran.json["problems"][0]["step"]) == (2, None, None)
    assert command("list", "--json").json == {"cases": []}


@pytest.mark.parametrize(
    ("environment", "password", "problems"),
    [
        ({"THE_PASSWORD": "practice-lantern-42"}, "practice-lantern-42", []),
        ({"THE_PASSWORD": ""}, None, ["password_env_missing"]),
        ({}, None, ["password_env_missing"]),
    ],
)
def test_a_password_may_come_from_the_environment(
    write: WriteFile, environment: dict[str, str], password: str | None, problems: list[str]
) -> None:
    """A file can be kept and shared; a password cannot."""
    path = write(credentials='email = "ops@example.com"\npassword_env = "THE_PASSWORD"\nagree = true')
    file = read_answers_file(path, environment)
    assert file.answers["credentials"].get("password") == password
    assert [problem.key for problem in file.unreadable] == problems


def test_a_password_given_twice_is_refused(register: Command) -> None:
    """Which one counts would be a guess."""
    ran = register(credentials={"password_env": "HOME"})
    assert (ran.code, ran.codes) == (3, ["U-607"])


def test_a_password_put_where_a_variables_name_belongs_is_not_repeated(register: Command) -> None:
    """The likeliest slip of all, and the message would have shown it to whoever looks."""
    ran = register(credentials='email = "ops@example.com"\npassword_env = "Geheim-4711"\nagree = true')
    assert ran.codes == ["U-606"]
    assert SECRET not in ran.out + ran.err


def test_a_password_is_taken_as_it_is(write: WriteFile) -> None:
    """Whoever cleaned it would lock its owner out."""
    path = write(credentials={"password": " pass\u00a0word\u200b "})
    assert read_answers_file(path).answers["credentials"]["password"] == " pass\u00a0word\u200b "


TOML = '''# [not.this]
kind = "x" # key = 1
[a . "b c"]
text = """
[a]
wrong = 1
"""
"k=1" = [ 1, # ]
  2 ]
[[list]]
in = { x = 1, y = "}" }
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("kind",), 2),
        (("a",), 3),
        (("a", "b c"), 3),
        (("a", "b c", "text"), 4),
        (("a", "b c", "k=1"), 8),
        (("list",), 10),
        (("list", "in", "y"), 11),
        (("a", "wrong"), 3),
        (("nowhere",), 1),
    ],
)
def test_the_line_of_a_key_is_the_one_it_is_written_on(place: tuple[str, ...], line: int) -> None:
    """Texts over several lines, comments and quoted keys look like sections and are none."""
    assert line_of(TOML, place) == line

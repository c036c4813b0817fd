"""The command line itself: languages, help, what each command prints and ends with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from mpwizard import __version__
from mpwizard.cli import Exit, app, run
from mpwizard.texts import refusals
from tests.cli.answers import SECRETS, Command

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Names that are the same in every language.
NAMES = re.compile(
    r"mpwizard|--[a-z]+|zh\|en|FILE|CASE|CODE|TOML|JSON|MP-2026-0042|U-102|register|show|list|explain|doctor|python|"
    r"ACTION|KEY=VALUE|KEY_env=NAME|TEXT|DATE|members\.add|practice|upload|generate|stats|\bdo\b|serve|SSH|authorized_keys|trainer\|trainee\|operator\|spectator|"
    r"FILTER|NAMES|ORDER|play|exercise|due|changed|stage|ADDRESS|NAME|\b(?:user|add|key|passwd|remove)\b"
)
COMMANDS = (
    "",
    "register",
    "show",
    "list",
    "explain",
    "doctor",
    "do",
    "practice",
    "practice upload",
    "practice generate",
    "practice list",
    "practice play",
    "practice exercise",
    "serve",
    "serve user",
    "serve user add",
    "serve user key",
    "serve user passwd",
    "serve user list",
    "serve user remove",
)


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its name, the program itself first."""
    yield from _and_below("", typer.main.get_command(app))


def _and_below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for below, one in getattr(command, "commands", {}).items():
        yield from _and_below(f"{name} {below}".strip(), one)


def test_the_version_is_printed_and_nothing_else(command: Command) -> None:
    """Installers ask for it."""
    ran = command("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"{__version__}\n", "")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_speaks_chinese_throughout(command: Command, name: str) -> None:
    """Bilingual to the last key: not one English sentence on a Chinese page."""
    ran = command(*name.split(), "--help", "--lang", "zh")
    assert ran.code == 0
    assert CHINESE.search(ran.out)
    assert LATIN_WORD.findall(NAMES.sub("", ran.out)) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_speaks_english_throughout(command: Command, name: str) -> None:
    """And the other way round."""
    ran = command("--lang=en", *name.split(), "--help")
    assert ran.code == 0
    assert not CHINESE.search(ran.out)
    assert "Usage" in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_help_names_everything_a_command_takes(command: Command, name: str) -> None:
    """The page is ours, so nobody else keeps it complete."""
    taken = next(each for known, each in commands() if known == name)
    page = command(*name.split(), "--help").out
    for parameter in taken.params:
        assert (parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar) in page
    for known in getattr(taken, "commands", ()):
        assert known in page


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nope",), "U-623"),
        (("register",), "U-622"),
        (("register", "--answers"), "U-621"),
        (("register", "--answer", "x"), "U-620"),
        (("list", "--json=yes"), "U-621"),
        (("show",), "U-622"),
        (("show", "a", "b"), "U-623"),
        (("list", "--lang", "fr"), "U-624"),
        (("do", "MP-2026-0001"), "U-622"),
        (("do", "MP-2026-0001", "nonsense"), "U-701"),
        (("do", "--list", "MP-2026-0001", "members.add"), "U-623"),
        (("do", "MP-2026-0001", "members.add", "trial"), "U-625"),
        (("do", "MP-2026-0001", "members.add", "=trial"), "U-625"),
        (("do", "MP-2026-0001", "members.add", "role=trial", "role=trial"), "U-626"),
        (("do", "MP-2026-0001", "members.add", "role=trial", "role_env=NOBODY_SET_IT"), "U-626"),
        (("do", "MP-2026-0001", "members.add", "colour=red"), "U-627"),
        (("do", "MP-2026-0001", "members.add", "name_env=NOBODY_SET_IT"), "U-628"),
        (("do", "MP-2026-0001", "platform.ahead"), "U-622"),
        (("do", "MP-2026-0001", "members.remove", "--number", "x"), "U-630"),
        (("practice",), "U-623"),
        (("--lang",), "U-621"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_command_line_is_told_in_the_users_language(
    command: Command, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: str, language: str
) -> None:
    """The library under it would say it in English whatever the language."""
    monkeypatch.setenv("MPWIZARD_LANG", language)
    ran = command(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert code in ran.err
    assert bool(CHINESE.search(ran.err)) == (language == "zh")


@pytest.mark.parametrize("arguments", [("register", "--json"), ("nope", "--json"), ("show", "--json", "a", "b")])
def test_a_wrong_command_line_with_json_prints_one_object(command: Command, arguments: tuple[str, ...]) -> None:
    """A script parses what it asked for, also when it asked wrongly."""
    ran = command(*arguments)
    assert ran.code == 2
    assert len(ran.json["problems"]) == 1
    assert ("steps" in ran.json) == (arguments[0] == "register")


@pytest.mark.parametrize("arguments", [("show", "MP-1999-0001"), ("explain", "U-999"), ("list", "--lang", "fr")])
def test_what_cannot_be_shown_is_told_in_a_shape_of_its_own(command: Command, arguments: tuple[str, ...]) -> None:
    """A script that asked for the desk must not be handed half a case."""
    told = command(*arguments, "--json").json
    assert told.keys() == {"problems"}
    assert [problem.keys() for problem in told["problems"]] == [{"code", "message", "rule"}]


def test_an_unknown_language_in_the_environment_is_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found before anything can be said in the user's language; English has to do."""
    monkeypatch.setenv("MPWIZARD_LANG", "klingon")
    ran = command("list")
    assert (ran.code, ran.out) == (2, "")
    assert "U-624" in ran.err


def test_a_case_is_shown_with_its_values_masked(register: Command, command: Command) -> None:
    """Lists and exports are read over shoulders."""
    case = register().json["case"]
    shown = command("show", case.lower())
    assert shown.code == 0
    assert "138****0500" in shown.out
    told = command("show", case, "--json")
    for secret in SECRETS:
        assert secret not in shown.out + told.out
    assert told.json["problems"] == []
    assert told.json["state"] == "awaiting_transfer"


@pytest.mark.parametrize("case", ["MP-1999-0001", "", "'; DROP TABLE cases", "\x1b[31m", "\udc80", "x" * 9_999, "[/]"])
def test_a_case_that_is_not_there_is_not_found(command: Command, case: str) -> None:
    """Whatever is asked for, the answer is a sentence."""
    ran = command("show", "--json", "--", case)
    assert (ran.code, ran.codes) == (4, ["U-230"])
    assert "\x1b" not in ran.out + ran.err


def test_the_desk_is_listed(register: Command, command: Command) -> None:
    """One line a case, the whole name, whatever the width of the pipe behind it."""
    name = "样例" * 40
    case = register(entity={"name": name}).json["case"]
    ran = command("list")
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if case in line and name in line]
    row = command("list", "--json").json["cases"][0]
    assert (row["case"], row["state"], row["by"]) == (case, "awaiting_transfer", "applicant")


@pytest.mark.parametrize("entry", list(refusals().values()), ids=lambda entry: entry.key)
def test_every_code_can_be_explained(entry: Any, command: Command) -> None:
    """A code without an explanation is a number on a screen; places nobody fills stay open."""
    ran = command("explain", entry.code, "--json")
    assert ran.code == 0
    assert ran.json["key"] == entry.key
    assert "{" not in ran.json["message"]
    assert (ran.json["rule"] or {}).get("id", "") == entry.rule


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_explanation_says_why_what_lifts_it_and_whose_rule_it_is(command: Command, language: str) -> None:
    """That is what people ask support for."""
    ran = command("explain", "u-210", "--lang", language)
    entry = next(each for each in refusals().values() if each.code == "U-210")
    for text in (entry.why, entry.lifts):
        assert getattr(text, language) in ran.out
    assert entry.rule in ran.out


@pytest.mark.parametrize(("language", "told"), [("zh", "本项目自定"), ("en", "chosen by this project")])
def test_a_rule_of_the_projects_own_is_told_as_such_in_both_languages(
    command: Command, language: str, told: str
) -> None:
    """It has no source to name; nothing of it stays English."""
    code = next(each.code for each in refusals().values() if each.rule == "password.length_min")
    out = command("explain", code, "--lang", language).out
    assert told in out
    assert ("project default" in out) == (language == "en")


@pytest.mark.parametrize("code", ["U-999", "", "\x1b]0;x\x07", "\udc80", "x" * 9_999])
def test_a_code_nobody_knows_is_not_found(command: Command, code: str) -> None:
    """Not a crash, and nothing of it reaches the terminal raw."""
    ran = command("explain", "--json", "--", code)
    assert (ran.code, ran.codes) == (4, ["U-233"])
    assert "\x1b" not in ran.out + ran.err
    assert len(ran.err) < 300


def test_every_command_option_and_exit_code_is_documented() -> None:
    """What is not on the page is not there for whoever reads it."""
    page = (Path(__file__).resolve().parents[2] / "docs/commands.md").read_text(encoding="utf-8")
    wanted = {f"`mpwizard {name}" for name, _command in commands() if name}
    wanted |= {
        option for _name, each in commands() for parameter in each.params for option in parameter.opts if "--" in option
    }
    wanted |= {f"| {code:d} |" for code in Exit}
    assert {word for word in wanted if word not in page} == set()


def test_an_error_nobody_expected_leaves_a_report_without_values(
    own_folders: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last resort: one sentence, one file, no stack and nothing that somebody typed."""

    def broken() -> None:
        try:
            raise KeyError("Geheim-4711")
        except KeyError as error:
            raise RuntimeError("Geheim-4711") from error

    monkeypatch.setattr("mpwizard.bootstrap.load_settings", broken)
    assert run(["list"]) == 1
    told = capfd.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    (report,) = (own_folders / "state").iterdir()
    written = report.read_text(encoding="utf-8")
    assert str(report) in told.err
    assert "RuntimeError from KeyError" in written
    assert "in: list" in written
    assert "4711" not in written + told.err
    assert report.stat().st_mode & 0o077 == 0

"""Personal values: however a run goes, none of them is printed, reported or left in the open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.answers import ENTERPRISE, SECRETS, Command

# Each value one character away from right: refused, and as personal as the right one.
NEARLY: dict[str, dict[str, Any]] = {
    "credentials": {"email": "ops@@example.com", "password": "geheim", "agree": True},
    "verification": {"method": "transfer", "bank_name": "样例银行", "bank_account": "440000000000000000x"},
    "administrator": {"name": "样例管理员" * 20, "id_number": "440000190106300038", "mobile": "1380010050"},
}
RUNS: list[dict[str, Any]] = [
    {"world": {"transfer": {"after": "2d"}}},
    {"world": {"scan": "someone_else"}},
    {"world": {"sms": "wrong"}},
    {"world": {"activate": "never"}},
    {"entity_type": {"type": "individual"}, "entity": None, "verification": None},
    {"entity_type": {"type": "individual"}},
    *({section: values} for section, values in NEARLY.items()),
    NEARLY,
    {**NEARLY, "entity": {"name": 5}},
    {**NEARLY, "head": "nonsense = 1"},
]


def nothing_of(secrets: list[str], text: str) -> bool:
    """Whether a text is free of all of these."""
    return [secret for secret in secrets if secret in text] == []


@pytest.mark.parametrize("changes", RUNS, ids=range(len(RUNS)))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_run_prints_a_personal_value(
    register: Command, command: Command, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], language: str
) -> None:
    """Output ends in logs, tickets and screenshots."""
    monkeypatch.setenv("MPWIZARD_LANG", language)
    values = [value for section in NEARLY.values() for value in section.values() if isinstance(value, str)]
    secrets = [*SECRETS, *(value for value in values if value not in ("transfer", "样例银行"))]
    ran = register(**changes)
    texts = [ran.out, ran.err]
    if ran.json["case"]:
        for words in (("show", ran.json["case"]), ("show", ran.json["case"], "--json"), ("list",), ("list", "--json")):
            told = command(*words)
            texts += [told.out, told.err]
    assert all(nothing_of(secrets, text) for text in texts)


def test_no_file_holds_a_personal_value_in_plain_text(register: Command, own_folders: Path) -> None:
    """Copies of disks and backups get lost; the password is nowhere at all, not even sealed."""
    assert register(world={"transfer": {"after": "2d"}}).code == 0
    files = [path for path in own_folders.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"desk.db", "key"}
    for path in files:
        content = path.read_bytes()
        assert [secret for secret in SECRETS if secret.encode() in content] == []


def test_the_secrets_are_those_of_the_answers() -> None:
    """A list that forgot one would prove nothing."""
    personal = ("email", "password", "bank_account", "name", "id_number", "mobile")
    given = {
        value
        for step, section in ENTERPRISE.items()
        if isinstance(section, dict) and step != "entity"
        for key, value in section.items()
        if key in personal
    }
    assert given == set(SECRETS)

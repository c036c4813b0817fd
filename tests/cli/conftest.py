"""The commands as a script meets them: a command line in, an exit code and two streams out."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from mpwizard.cli import run
from tests.cli.answers import ENTERPRISE, Command, Ran, WriteFile, section_text


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Command:
    """Run a command line within this process."""

    def ran(*arguments: object) -> Ran:
        capfd.readouterr()
        code = run([str(each) for each in arguments])
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return ran


@pytest.fixture
def write(tmp_path: Path) -> WriteFile:
    """Write an answers file: the enterprise's answers with other sections laid over them (None takes one away)."""

    def written(head: str = "", **changes: Mapping[str, Any] | str | None) -> Path:
        sections = deepcopy(ENTERPRISE)
        for name, change in changes.items():
            if change is None:
                sections.pop(name, None)
            elif isinstance(change, str):
                sections[name] = change
            else:
                before = sections.get(name, {})
                sections[name] = {**(before if isinstance(before, dict) else {}), **change}
        path = tmp_path / "answers.toml"
        path.write_text(head + "\n" + "\n".join(section_text(*each) for each in sections.items()), encoding="utf-8")
        return path

    return written


@pytest.fixture
def register(command: Command, write: WriteFile) -> Command:
    """Register with the enterprise's answers and these changes; the JSON object is read."""

    def registered(head: str = "", **changes: Mapping[str, Any] | str | None) -> Ran:
        return command("register", "--answers", write(head, **changes), "--json")

    return registered

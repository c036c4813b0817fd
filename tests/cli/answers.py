"""What the tests of the commands share: one set of answers, and what a command leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Sections = dict[str, dict[str, Any] | str]

# Every value is synthetic: region codes of whole provinces, births before 1905, numbers of carriers' own services.
ENTERPRISE: Sections = {
    "account_type": {"type": "mini_program"},
    "credentials": {"email": "ops@example.com", "password": "practice-lantern-42", "agree": True},
    "entity_type": {"type": "enterprise"},
    "entity": {"name": "样例科技有限公司", "code_kind": "credit_code", "code": "91110000109Y03WY52"},
    "verification": {"method": "transfer", "bank_name": "样例银行", "bank_account": "4400000000000000001"},
    "administrator": {"name": "样例管理员", "id_number": "440000190106300039", "mobile": "13800100500"},
    "confirmation": {"entity_is_final": True},
}
SECRETS = (
    "ops@example.com",
    "practice-lantern-42",
    "4400000000000000001",
    "样例管理员",
    "440000190106300039",
    "13800100500",
)


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        """The codes of the problems in the JSON object."""
        return [problem["code"] for problem in self.json["problems"]]

    @property
    def places(self) -> list[str]:
        """Where the problems are: `step.field`, or the step alone."""
        return [".".join(filter(None, (each["step"], each["field"]))) for each in self.json["problems"]]


Command = Callable[..., Ran]
WriteFile = Callable[..., Path]


def process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command line as a program of its own."""
    environment = {**os.environ, **options.pop("env", {})}
    words = [sys.executable, "-m", "mpwizard", *(str(each) for each in arguments)]
    return subprocess.run(
        words, capture_output=True, encoding="utf-8", check=False, env=environment, timeout=60, **options
    )


def section_text(name: str, content: dict[str, Any] | str) -> str:
    """One section as TOML; a text is taken as it is."""
    lines = (
        content if isinstance(content, str) else "\n".join(f"{key} = {_value(each)}" for key, each in content.items())
    )
    return f"[{name}]\n{lines}\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)

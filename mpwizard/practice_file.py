"""What practice answers on purpose, and its made-up people: `data/practice.toml`, read once and here alone. What its
tables mean is for those who ask for them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from mpwizard.resources import data_folder


def practice_table(name: str) -> Mapping[str, Any]:
    """One table of the file."""
    table: Mapping[str, Any] = _document()[name]
    return table


@cache
def _document() -> Mapping[str, Any]:
    return tomllib.loads((data_folder() / "practice.toml").read_text(encoding="utf-8"))

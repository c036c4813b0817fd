"""Where the shipped, read-only data lies: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def data_folder() -> Path:
    """The folder of rules, texts and catalogues."""
    installed = _HERE / "data"
    return installed if installed.is_dir() else _HERE.parent / "data"

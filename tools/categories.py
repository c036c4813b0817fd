"""The catalogues of service categories: what is computed in them, filled in and checked.

`python -m tools.categories` after editing `data/categories/`: a new category gets the next free code, every name its
pinyin initials. A code once given stays, whatever is added, moved or dropped around it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pypinyin import Style, lazy_pinyin

from mpwizard.catalogues import LETTERS, Catalogue

FOLDER = Path(__file__).resolve().parent.parent / "data/categories"


def initials(name: str) -> str:
    """The first letters of a name's pinyin, lower case; Latin letters and digits as they are, no signs."""
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return "".join(letter for letter in letters.lower() if letter.isascii() and letter.isalnum())


def filled(name: Catalogue, document: Mapping[str, Any]) -> dict[str, Any]:
    """A catalogue with the codes and initials it should have."""
    letter = next(letter for letter, catalogue in LETTERS.items() if catalogue is name)
    codes = _Codes(letter, document)
    entries = [_entry(codes, entry) for entry in document["categories"]]
    return {**document, "categories": entries}


def written(document: Mapping[str, Any]) -> str:
    """A catalogue as its file has it: one category a line, so that a change is one line."""
    parts = [f'"meta": {_json(document["meta"], indent=2)}', f'"retired": {_json(document["retired"])}']
    for key in ("first_levels", "categories"):
        lines = ",\n".join(_json(entry) for entry in document[key])
        parts.append(f'"{key}": [\n{lines}\n]')
    return "{\n" + ",\n".join(parts) + "\n}\n"


class _Codes:
    """The codes of one catalogue: letter, two digits of the first level, two of the second, two of a third.

    A new one follows the highest given so far; `retired` in the file keeps those whose categories are gone.
    """

    def __init__(self, letter: str, document: Mapping[str, Any]) -> None:
        self._heads = {first["name"]: f"{letter}{first['number']}" for first in document["first_levels"]}
        self._given = {*document["retired"], *(entry["code"] for entry in document["categories"] if "code" in entry)}
        self._seconds = {
            (entry["first"], entry["second"]): entry["code"][: len(letter) + 4]
            for entry in document["categories"]
            if "code" in entry
        }

    def code(self, entry: Mapping[str, Any]) -> str:
        """The code it has, or the next free one."""
        if "code" in entry:
            return str(entry["code"])
        key = (entry["first"], entry["second"])
        second = self._seconds.setdefault(key, self._next(self._heads[entry["first"]]))
        code = self._next(second) if entry.get("third") else second
        self._given.add(code)
        return code

    def _next(self, head: str) -> str:
        places = slice(len(head), len(head) + 2)
        return (
            f"{head}{max((int(code[places] or 0) for code in self._given if code.startswith(head)), default=0) + 1:02}"
        )


def _entry(codes: _Codes, entry: Mapping[str, Any]) -> dict[str, Any]:
    names = [entry[level] for level in ("first", "second", "third") if level in entry]
    rest = {key: value for key, value in entry.items() if key not in ("code", "initials")}
    return {"code": codes.code(entry), **rest, "initials": " ".join(initials(name) for name in names)}


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def main() -> int:
    """Fill in and write all three."""
    for name in Catalogue:
        path = FOLDER / f"{name}.json"
        path.write_text(written(filled(name, json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

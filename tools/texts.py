"""The catalogue of the chrome's texts: collected from the source, checked against it, compiled.

`python -m tools.texts update` after changing a text; `python -m tools.texts check` to see whether all is well.
Domain texts live in `data/` with both languages side by side and never pass through here.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("mpwizard", "screens")
MARKS = {"tr", "N_"}
PO = ROOT / "mpwizard/i18n/locale/zh_CN/LC_MESSAGES/mpwizard.po"
MO = PO.with_suffix(".mo")

_HEADER = "# The chrome in Chinese. Translate the empty ones, then `make texts`."
_NO_LINE = 0
_CJK = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60"
# One space; two and more are a gap between columns, made on purpose.
_TORN = re.compile(f"[{_CJK}] [{_CJK}0-9A-Za-z{{]|[0-9A-Za-z}}] [{_CJK}]")
_HALF_WIDTH = re.compile(f"[{_CJK}][,;:!?()]|[,;:!?(][{_CJK}]")


class _SteadyCatalog(Catalog):
    """A catalogue whose header tells nothing that changes from day to day or from machine to machine."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext must know to read the file, and no more."""
        return [
            ("Project-Id-Version", "mpwizard"),
            ("Language", "zh_CN"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]

    @mime_headers.setter
    def mime_headers(self, _headers: object) -> None:
        return


def marked(root: Path = ROOT) -> Iterator[tuple[str, ast.expr]]:
    """The first argument of every `tr` and `N_` in the source, with its file; also of those within f-strings."""
    for file in sorted(path for folder in SOURCES for path in (root / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
                yield file.relative_to(root).as_posix(), node.args[0]


def source_messages(root: Path = ROOT) -> dict[str, list[str]]:
    """Every message of the source, with the files that say it, ordered by first file and message."""
    found: dict[str, set[str]] = {}
    for file, argument in marked(root):
        for message in _literals(argument):
            found.setdefault(message, set()).add(file)
    ordered = sorted((min(files), message) for message, files in found.items())
    return {message: sorted(found[message]) for _file, message in ordered}


def _literals(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(message)) if message:
            yield message
        case ast.IfExp(body=one, orelse=other):
            yield from _literals(one)
            yield from _literals(other)


def read_catalogue(path: Path = PO) -> dict[str, Message]:
    """The translations as they stand, by message; empty where there is no catalogue yet."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    return {message.id: message for message in catalogue if isinstance(message.id, str) and message.id}


def merged(source: Mapping[str, list[str]], translations: Mapping[str, str]) -> Catalog:
    """The source's messages with the translations known for them; what the source no longer says is dropped."""
    catalogue = _SteadyCatalog(locale="zh_CN", header_comment=_HEADER, fuzzy=False)
    for message, files in source.items():
        catalogue.add(message, translations.get(message, ""), [(file, _NO_LINE) for file in files])
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as translators edit it."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, include_lineno=False)
    return buffer.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update() -> list[str]:
    """Write both files from the source and the translations that stand; the messages still without one."""
    translations = {key: str(message.string) for key, message in read_catalogue().items() if not message.fuzzy}
    catalogue = merged(source_messages(), translations)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_po(catalogue))
    MO.write_bytes(as_mo(catalogue))
    return [str(message.id) for message in catalogue if message.id and not message.string]


def problems() -> Iterator[str]:
    """Everything wrong with the committed catalogue, one sentence each."""
    source = source_messages()
    catalogue = read_catalogue()
    yield from disagreements(source, catalogue)
    translations = {key: str(message.string) for key, message in catalogue.items()}
    expected = merged(source, translations)
    if not PO.exists() or PO.read_bytes() != as_po(expected):
        yield "mpwizard.po is not as `make texts` writes it"
    if not MO.exists() or MO.read_bytes() != as_mo(expected):
        yield "mpwizard.mo is not what mpwizard.po compiles to"


def disagreements(source: Iterable[str], catalogue: Mapping[str, Message]) -> Iterator[str]:
    """Where the translations do not answer the source: missing, empty, fuzzy, obsolete, other places, torn Chinese."""
    wanted = set(source)
    for message in sorted(wanted - catalogue.keys()):
        yield f"missing: {message!r}"
    for message in sorted(catalogue.keys() - wanted):
        yield f"obsolete: {message!r}"
    for key in sorted(wanted & catalogue.keys()):
        translation = str(catalogue[key].string)
        if not translation:
            yield f"empty: {key!r}"
            continue
        if catalogue[key].fuzzy:
            yield f"fuzzy: {key!r}"
        if places(key) != places(translation):
            yield f"other places: {key!r} has {sorted(places(key))}, {translation!r} has {sorted(places(translation))}"
        for fault in chinese_faults(translation):
            yield f"{fault}: {translation!r}"


def places(text: str) -> set[str]:
    """The names in braces."""
    return {name for _literal, name, _format, _conversion in Formatter().parse(text) if name is not None}


def chinese_faults(text: str) -> Iterator[str]:
    """What makes a Chinese text break badly in the terminal or look foreign."""
    if _TORN.search(text):
        yield "a space inside a Chinese sentence"
    if _HALF_WIDTH.search(text):
        yield "half-width punctuation in a Chinese sentence"


def main() -> int:
    """Update or check, and say what is left to do."""
    parser = argparse.ArgumentParser(prog="python -m tools.texts", description=__doc__)
    parser.add_argument("what", choices=("update", "check"))
    if parser.parse_args().what == "update":
        untranslated = update()
        sys.stdout.writelines(f"translate: {message!r}\n" for message in untranslated)
        return 0
    found = list(problems())
    sys.stdout.writelines(f"{problem}\n" for problem in found or ["texts: every message is translated"])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

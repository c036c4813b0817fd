"""What is odd about an entity's name or number without being wrong: worth a second look at the licence, never a bar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mpwizard.domain import CodeKind, EntityType
from mpwizard.rules.edition import Edition
from mpwizard.rules.shapes import CREDIT_CODE_LENGTH, organisation_part_fits
from mpwizard.text import compact

Doubt = tuple[str, dict[str, object]]

_FULL_AND_HALF = (("（", "("), ("）", ")"))


def name_doubts(name: str, entity_type: EntityType | None, edition: Edition) -> Iterator[Doubt]:
    """Keys and values of the warnings a registered name gives rise to. The name itself is never changed."""
    if not name:
        return
    if any(full in name and half in name for full, half in _FULL_AND_HALF) or re.search(r"（[^）]*\)|\([^)]*）", name):
        yield "name_mixed_brackets", {}
    if re.search(r"\s", name.strip()):
        yield "name_has_spaces", {}
    strangers = [character for character in name if _is_compatibility_form(character)]
    if strangers:
        yield "name_lookalike", {"character": strangers[0], "usual": unicodedata.normalize("NFKC", strangers[0])}
    if "*" in name and entity_type is EntityType.SOLE_TRADER:
        yield "name_starred", {"form": edition.text("entity.nameless_sole_trader").zh}


def code_doubts(code: str, code_kind: str, entity_type: EntityType | None, edition: Edition) -> Iterator[Doubt]:
    """Keys and values of the warnings a well-formed credit code gives rise to."""
    value = compact(code).upper()
    if (
        code_kind != CodeKind.CREDIT_CODE
        or len(value) != CREDIT_CODE_LENGTH
        or not (value.isascii() and value.isalnum())
    ):
        return
    if entity_type is not None:
        usual = edition.words(f"entity.registrars.{entity_type}")
        if value[:2] not in usual and value[0] not in usual:
            yield "credit_code_registrar", {"prefix": value[:2], "usual": " ".join(usual)}
    if not organisation_part_fits(value):
        yield "credit_code_organisation_part", {}


def _is_compatibility_form(character: str) -> bool:
    """Whether a character is a presentation form of an ordinary one: full-width letters and digits, odd ideographs."""
    if character in "（）":
        return False
    return unicodedata.normalize("NFKC", character) != character

""" "Help me choose": a small tree of questions that ends at an entity type. The tree is data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mpwizard.domain import EntityType
from mpwizard.i18n import Bilingual
from mpwizard.resources import data_folder

START = "start"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a question: what it leads to, another question or an entity type."""

    label: Bilingual
    next: str = ""
    type: EntityType | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its answers in the order to show them."""

    question: Bilingual
    replies: tuple[Reply, ...]


@cache
def questions() -> Mapping[str, Question]:
    """All questions by their key; the first one is `START`."""
    document = tomllib.loads((data_folder() / "entity-chooser.toml").read_text(encoding="utf-8"))
    return {
        key: Question(
            Bilingual(**node["question"]),
            tuple(
                Reply(
                    Bilingual(**reply["label"]),
                    reply.get("next", ""),
                    EntityType(reply["type"]) if "type" in reply else None,
                )
                for reply in node["answers"]
            ),
        )
        for key, node in document.items()
    }

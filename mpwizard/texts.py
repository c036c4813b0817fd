"""Domain texts from `data/`, both languages side by side: refusals, the help of steps and fields, options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mpwizard.i18n import Bilingual, say
from mpwizard.resources import data_folder

NO_TEXT = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class RefusalText:
    """How one refusal or problem is told.

    `code` is what users see and look up, `message` the sentence with its places, `why` the reason, `lifts` what to do,
    `rule` the id of the rule behind it (empty where it is our own), `section` the section of the console in which it
    can be lifted (empty where there is none).
    """

    key: str
    code: str
    message: Bilingual
    why: Bilingual
    lifts: Bilingual
    rule: str
    section: str


@dataclass(frozen=True, slots=True)
class HelpText:
    """The help of one step or field: one sentence, a paragraph, what to have ready, the guide's section."""

    lead: Bilingual
    body: Bilingual
    ready: tuple[Bilingual, ...]
    guide: str
    rule: str


@dataclass(frozen=True, slots=True)
class OptionText:
    """One choice: its name, and one line on what it costs or means."""

    label: Bilingual
    line: Bilingual


_REFUSALS = tuple(f"refusals{part}.toml" for part in ("", "-console", "-desk", "-serving", "-scenarios"))
_OPTIONS = ("texts/options.toml", "texts/matters.toml", "texts/filter.toml")


@cache
def refusals() -> Mapping[str, RefusalText]:
    """The refusal catalogue by key."""
    return {
        key: RefusalText(
            key=key,
            code=entry["code"],
            message=Bilingual(**entry["message"]),
            why=Bilingual(**entry["why"]),
            lifts=Bilingual(**entry["lifts"]),
            rule=entry.get("rule", ""),
            section=entry.get("section", ""),
        )
        for name in _REFUSALS
        for key, entry in _document(name).items()
    }


def refusal(key_or_code: str) -> RefusalText:
    """One entry by its key or by the code that users see.

    Raises:
        KeyError: where there is neither.
    """
    catalogue = refusals()
    if key_or_code in catalogue:
        return catalogue[key_or_code]
    for entry in catalogue.values():
        if entry.code == key_or_code.upper():
            return entry
    raise KeyError(key_or_code)


@cache
def help_texts() -> Mapping[str, HelpText]:
    """Help by step (`entity`) and by field (`entity.code`)."""
    return {
        key: HelpText(
            lead=Bilingual(**entry["lead"]),
            body=Bilingual(**entry["body"]) if "body" in entry else NO_TEXT,
            ready=tuple(Bilingual(**item) for item in entry.get("ready", ())),
            guide=entry.get("guide", ""),
            rule=entry.get("rule", ""),
        )
        for key, entry in _document("texts/help.toml").items()
    }


@cache
def option_texts() -> Mapping[str, OptionText]:
    """Choices by field and value (`entity_type.enterprise`); what matters can be (`version.state.in_review`); the words
    of the filter line (`filter.due`)."""
    entries = {key: entry for name in _OPTIONS for key, entry in _document(name).items()}
    return {
        key: OptionText(
            label=Bilingual(**entry["label"]), line=Bilingual(**entry["line"]) if "line" in entry else NO_TEXT
        )
        for key, entry in entries.items()
    }


@cache
def names_on_papers() -> Mapping[str, tuple[str, ...]]:
    """What papers call a field (`entity.code`), as they write it."""
    return {key: tuple(entry["called"]) for key, entry in _document("texts/papers.toml").items()}


def label(group: str, value: str) -> str:
    """The name of a stage, an event, a choice, in this session's language."""
    return say(option_texts()[f"{group}.{value}"].label)


@cache
def _document(name: str) -> Mapping[str, dict[str, Any]]:
    import tomllib

    return tomllib.loads((data_folder() / name).read_text(encoding="utf-8"))

"""Words in the user's language: `tr` when shown, `N_` when declared, `say` for domain texts that carry both languages.

The translator is an object in a context variable, so that each session has its own. Thread workers do not see it:
translate before or after them, never in them.
"""

from __future__ import annotations

import gettext
import locale
import os
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

DOMAIN = "mpwizard"
LOCALE_FOLDER = Path(__file__).resolve().parent / "locale"


class Language(StrEnum):
    """The languages of the desk. `mangle` shows untranslated text as it is and all other text in brackets."""

    ZH = "zh"
    EN = "en"
    MANGLE = "mangle"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One domain text in both languages."""

    zh: str
    en: str

    def for_language(self, language: Language) -> str:
        """The text in one language; `mangle` shows it in brackets, because it was translated."""
        match language:
            case Language.ZH:
                return self.zh
            case Language.EN:
                return self.en
            case Language.MANGLE:
                return f"⟦{self.en}⟧"


class Translator:
    """The words of one session; `switch` changes its language while it runs."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._catalogue = _catalogue(language)

    def switch(self, language: Language) -> None:
        """Speak another language from now on."""
        self.language = language
        self._catalogue = _catalogue(language)

    def gettext(self, message: str) -> str:
        """A message of the source, translated; the message itself where the catalogue lacks it."""
        if self.language is Language.MANGLE:
            return f"⟦{message}⟧"
        return self._catalogue.gettext(message) if message else ""


def _catalogue(language: Language) -> gettext.NullTranslations:
    if language is not Language.ZH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE_FOLDER, ["zh_CN"], fallback=True)


_translator: ContextVar[Translator] = ContextVar("translator")


def use(translator: Translator) -> None:
    """Make a translator this context's own."""
    _translator.set(translator)


def translator() -> Translator:
    """This context's translator; a new one for the environment's language where none was chosen."""
    try:
        return _translator.get()
    except LookupError:
        chosen = Translator(preferred())
        _translator.set(chosen)
        return chosen


def preferred() -> Language:
    """The language of `MPWIZARD_LANG`, else of the locale; Chinese where neither says English."""
    asked = os.environ.get("MPWIZARD_LANG", "")
    if asked:
        return parse(asked)
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return Language.EN if locale.normalize(name).startswith("en") else Language.ZH


def parse(name: str) -> Language:
    """A language by any of its usual names (`zh`, `zh-CN`, `zh_CN.UTF-8`, `en`, `en-GB`).

    Raises:
        ValueError: for any other.
    """
    return Language(name.replace("_", "-").split("-")[0].split(".")[0].lower())


def N_(message: str) -> str:
    """Mark a message for translation where it is declared; it is translated with `tr` where it is shown."""
    return message


def tr(message: str, /, **values: object) -> str:
    """A message in this session's language, its `{name}` places filled."""
    translated = translator().gettext(message)
    return translated.format_map(values) if values else translated


def say(text: Bilingual, /, **values: object) -> str:
    """A domain text in this session's language, its `{name}` places filled."""
    chosen = text.for_language(translator().language)
    return chosen.format_map(values) if values else chosen

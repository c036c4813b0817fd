"""Section information: the avatar, as it stands, in a few pixels; and the file picker that finds one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from textual.app import ComposeResult

from mpwizard.account_desk import AccountView
from mpwizard.console.avatar import avatar_thumbnail
from mpwizard.i18n import tr
from mpwizard.matters import Matter, Profile
from mpwizard.pictures import AvatarRules, Glimpse, glimpse
from mpwizard.tell import headline
from mpwizard.texts import label
from mpwizard.wizard.form import FormField
from screens.base import LOW
from screens.console.extras import SectionExtra
from screens.console.path_part import PathPart
from screens.console.words import state_words
from screens.widgets.part import Judge, Value
from screens.widgets.picture import PicturePreview
from screens.wizard.form import PartMaker

# Those that are shown: the one that is set, or the one that waits to be.
_SHOWN = (Profile.SET, Profile.IN_REVIEW)


class InformationExtra(SectionExtra):
    """The newest avatar."""

    DEFAULT_CSS = """
    InformationExtra { margin-bottom: 1; }
    """

    def compose(self) -> ComposeResult:
        """The pixels with their words."""
        yield PicturePreview()

    def show(self, view: AccountView) -> None:
        """The avatar as it stands; nothing where there is none."""
        avatar = view.account.newest(Matter.AVATAR, *_SHOWN)
        self.display = avatar is not None
        if avatar is not None:
            words = f"{headline(label('matter', Matter.AVATAR))} · {state_words(avatar)}"
            # What was just handed in stands below, and on few rows must stay in sight.
            low = self.app.size.height < LOW
            self.query_one(PicturePreview).show(avatar_thumbnail(avatar), words, small=low)


def parts(view: AccountView) -> Mapping[str, PartMaker]:
    """The question for the picture's file."""
    return {"information.avatar.path": partial(_path, AvatarRules.of(view.account.edition))}


def _path(rules: AvatarRules, field: FormField, value: Value, judge: Judge) -> PathPart:
    def look(path: Path) -> Glimpse:
        return glimpse(path, rules)

    endings = tuple(f".{name}" for name in rules.formats)
    return PathPart(field.key, tr(field.title), str(value), look=look, endings=endings, judge=judge)

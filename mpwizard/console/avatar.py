"""The account's avatar: read from a file when it is handed in, kept as plain pixels. The file's name is not kept."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path
from typing import Annotated

from pydantic import Field

from mpwizard.console.account import Account, details
from mpwizard.console.action import Action, Deed, Seat
from mpwizard.console.asking import RefusalAnswers
from mpwizard.console.profile import Advice, AvatarDetails, answered_at_once, may_change, take, turn_down, year_began
from mpwizard.console.section import Pending
from mpwizard.i18n import N_
from mpwizard.matters import Matter, Profile, ProfileEvent
from mpwizard.pictures import (
    AvatarRules,
    Picture,
    Pixel,
    Thumbnail,
    facts,
    normalised,
    problems,
    read_picture,
    thumbnail,
)
from mpwizard.problems import Invalid, Problem, Refused, Verdict
from mpwizard.records import MatterRecord
from mpwizard.text import one_line
from mpwizard.wizard.fields import required
from mpwizard.wizard.form import Answers, Ask

_KEY = "information.avatar"
# The longest side of an avatar as it is kept: it is read with every look at its account.
_KEPT_SIDE = 256
_PATH_CAP = 4096
_PIXEL = 4  # bytes: red, green, blue, cover


class AvatarAnswers(Answers):
    """Where the picture lies."""

    path: Annotated[str, Ask(limit=_PATH_CAP), required(lambda raw, _context: one_line(raw))] = Field(
        title=N_("Picture file"), repr=False
    )


def avatar_thumbnail(matter: MatterRecord) -> Thumbnail:
    """A few pixels of an avatar, to be shown."""
    kept = details(AvatarDetails, matter)
    data = b64decode(kept.thumbnail)
    pixels: list[Pixel] = [(data[at], data[at + 1], data[at + 2], data[at + 3]) for at in range(0, len(data), _PIXEL)]
    return Thumbnail(tuple(tuple(pixels[at : at + kept.columns]) for at in range(0, len(pixels), kept.columns)))


def avatar_png(matter: MatterRecord) -> bytes:
    """The avatar as a PNG file; nothing where it was refused or replaced."""
    return b64decode(details(AvatarDetails, matter).png)


def _may_change(account: Account, _matter: MatterRecord | None) -> Verdict:
    return may_change(account, Matter.AVATAR, year_began(account.now), "information.avatar_changes_per_year")


def _hand_in(deed: Deed) -> None:
    path = Path(deed.answers(AvatarAnswers).path)
    rules = AvatarRules.of(deed.account.edition)
    picture = _picture(path)
    found = problems(picture, rules)
    if any(problem.blocks for problem in found):
        raise Invalid(tuple(_at_the_field(problem) for problem in found if problem.blocks))
    advice = tuple(Advice(key=each.key, values=dict(each.values)) for each in found)
    small = thumbnail(picture)
    kept = AvatarDetails(
        handed_in_at=deed.now,
        handed_in_by=deed.work.operator,
        facts=facts(picture),
        advice=advice,
        columns=small.width,
        thumbnail=_base64(bytes(value for row in small.rows for pixel in row for value in pixel)),
        png=_base64(normalised(picture, _KEPT_SIDE)),
    )
    deed.begin(Matter.AVATAR, kept, ProfileEvent.HANDED_IN, due_in=answered_at_once(deed.account))


def _picture(path: Path) -> Picture:
    try:
        return read_picture(_at_home(path))
    except Refused as refused:
        raise Invalid((_at_the_field(Problem(refused.refusal.key, values=refused.refusal.values)),)) from None


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # nobody knows where home is
        return path


def _at_the_field(problem: Problem) -> Problem:
    return Problem(problem.key, _KEY, "path", problem.values, problem.severity)


def _base64(content: bytes) -> str:
    return b64encode(content).decode("ascii")


AVATAR_ACTIONS = (
    Action(_KEY, N_("Hand in an avatar"), _hand_in, gate=_may_change, answers=AvatarAnswers),
    Action(
        "information.avatar_accept",
        N_("Accept the avatar"),
        take,
        by=Seat.PLATFORM,
        on=Matter.AVATAR,
        states=(Profile.IN_REVIEW,),
    ),
    Action(
        "information.avatar_refuse",
        N_("Refuse the avatar"),
        turn_down,
        by=Seat.PLATFORM,
        answers=RefusalAnswers,
        on=Matter.AVATAR,
        states=(Profile.IN_REVIEW,),
    ),
)
AVATAR_PENDING = Pending(
    Matter.AVATAR, Profile.IN_REVIEW, accept="information.avatar_accept", refuse="information.avatar_refuse"
)

"""The account's avatar: read and judged from a file when it is handed in, kept as the few pixels that are shown.
Neither the picture itself nor the file's name is kept: it may be somebody's face, and nothing here needs more of it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field

from mpwizard.console.account import Account, details
from mpwizard.console.action import Action, Beforehand, Deed, Seat, answered_at_once
from mpwizard.console.asking import RefusalAnswers
from mpwizard.console.periods import same_year
from mpwizard.console.profile import Advice, AvatarDetails, may_change, take, turn_down
from mpwizard.console.section import Pending
from mpwizard.i18n import N_
from mpwizard.matters import Matter, Profile, ProfileEvent
from mpwizard.pictures import (
    AvatarRules,
    Picture,
    Pixel,
    Thumbnail,
    facts,
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


def _may_change(account: Account, _matter: MatterRecord | None) -> Verdict:
    return may_change(account, Matter.AVATAR, same_year, "information.avatar_changes_per_year")


@dataclass(frozen=True)
class _Handed:
    """A picture file as it was read, decoded and drawn small; or what is wrong with it, and nothing more."""

    wrong: tuple[Problem, ...] = ()
    facts: str = ""
    advice: tuple[Advice, ...] = ()
    columns: int = 0
    thumbnail: str = field(default="", repr=False)


def _read(known: Beforehand, values: Mapping[str, object]) -> _Handed:
    """Read and decode the file that was named. A path that is none is left to the form to tell."""
    typed = values.get("path")
    if not isinstance(typed, str) or not one_line(typed):
        return _Handed()
    try:
        picture = read_picture(_at_home(Path(one_line(typed))))
    except Refused as refused:
        return _Handed(wrong=(Problem(refused.refusal.key, values=refused.refusal.values),))
    found = problems(picture, AvatarRules.of(known.edition))
    blocking = tuple(problem for problem in found if problem.blocks)
    return _Handed(wrong=blocking) if blocking else _small(picture, found)


def _small(picture: Picture, found: Iterable[Problem]) -> _Handed:
    small = thumbnail(picture)
    return _Handed(
        facts=facts(picture),
        advice=tuple(Advice(key=each.key, values=dict(each.values)) for each in found),
        columns=small.width,
        thumbnail=b64encode(bytes(value for row in small.rows for pixel in row for value in pixel)).decode("ascii"),
    )


def _hand_in(deed: Deed) -> None:
    handed = deed.prepared
    if not isinstance(handed, _Handed):
        raise TypeError("no picture was read")
    if handed.wrong:
        raise Invalid(tuple(_at_the_field(problem) for problem in handed.wrong))
    kept = AvatarDetails(
        handed_in_at=deed.now,
        handed_in_by=deed.work.operator,
        facts=handed.facts,
        advice=handed.advice,
        columns=handed.columns,
        thumbnail=handed.thumbnail,
    )
    deed.begin(Matter.AVATAR, kept, ProfileEvent.HANDED_IN, due_in=answered_at_once(deed.account))


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # nobody knows where home is
        return path


def _at_the_field(problem: Problem) -> Problem:
    return Problem(problem.key, _KEY, "path", problem.values, problem.severity)


AVATAR_ACTIONS = (
    Action(_KEY, N_("Hand in an avatar"), _hand_in, gate=_may_change, answers=AvatarAnswers, prepare=_read),
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

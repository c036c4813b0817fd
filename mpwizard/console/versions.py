"""Section: versions. Development versions arrive, one is given to the trial members (体验者), one at a time is
reviewed, what was approved is released. Review form, review and release have modules of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from mpwizard.console import version_answers, version_pages, version_release, version_review
from mpwizard.console.account import Account, account_of
from mpwizard.console.action import Action, Deed, Seat
from mpwizard.console.asking import NO_LINE, FreeTick, line_up_to, line_within, offered, ruled
from mpwizard.console.members import Role, bound, member_words
from mpwizard.console.section import Section, every_release, signed_in
from mpwizard.console.version_details import (
    BY_ADMINISTRATOR,
    LINE_CAP,
    NOTE_MAX,
    VersionDetails,
    kept,
    let_go,
    trial_version,
    uploader,
)
from mpwizard.console.version_words import in_detail, section_shown, version_words
from mpwizard.i18n import N_, Bilingual
from mpwizard.matters import AT_HAND, TRIABLE, Matter, Version, VersionEvent
from mpwizard.records import MatterRecord
from mpwizard.texts import option_texts
from mpwizard.wizard.context import Context
from mpwizard.wizard.form import Answers, Ask, Option

# What an upload by the administrator, who is no member, is answered with.
ADMINISTRATOR = "administrator"
_NUMBER_MAX = "versions.number_max"


def _offer_developers(context: Context) -> tuple[Option, ...]:
    words = option_texts()[f"versions.upload.developer.{ADMINISTRATOR}"]
    members = bound(account_of(context), Role.DEVELOPER)
    names = ((str(each.number), member_words(each)) for each in members)
    return (
        Option(ADMINISTRATOR, words.label, words.line),
        *(Option(number, Bilingual(name, name), NO_LINE) for number, name in names),
    )


_DEVELOPER = offered(_offer_developers)


class UploadAnswers(Answers):
    """What arrives with the code of a version."""

    version: Annotated[str, Ask(limit=LINE_CAP, most=ruled(_NUMBER_MAX)), line_within(_NUMBER_MAX)] = Field(
        title=N_("Version number")
    )
    note: Annotated[str, Ask(limit=LINE_CAP, most=ruled(NOTE_MAX), required=False), line_up_to(NOTE_MAX)] = Field(
        title=N_("Version note"), default="", repr=False
    )
    developer: Annotated[str, *_DEVELOPER] = Field(title=N_("Uploaded by"))
    needs_login: FreeTick = Field(title=N_("Its pages need a login"), default=False)


def _upload(deed: Deed) -> None:
    """The newest upload of a developer takes the place of the one before: it begins with its review form, or the newest
    one there is, and whoever had it on trial has this one now."""
    given = deed.answers(UploadAnswers)
    developer = BY_ADMINISTRATOR if given.developer == ADMINISTRATOR else int(given.developer)
    arrived = VersionDetails(version=given.version, note=given.note, developer=developer, needs_login=given.needs_login)
    makes_way = _makes_way(deed.account, developer)
    arrived = _begun_with(arrived, (*makes_way, *reversed(deed.account.all(Matter.VERSION))))
    for former in makes_way:
        arrived = arrived.model_copy(update={"trial": arrived.trial or kept(former).trial})
        deed.move(former, VersionEvent.SUPERSEDED, details=let_go(former))
    deed.begin(Matter.VERSION, arrived, VersionEvent.UPLOADED, note={"version": given.version})


def _makes_way(account: Account, developer: int) -> tuple[MatterRecord, ...]:
    """The uploads of a developer that one more is one too many for."""
    who = uploader(account, developer)
    theirs = [each for each in account.all(Matter.VERSION, *AT_HAND) if uploader(account, kept(each).developer) == who]
    return tuple(theirs[: len(theirs) + 1 - account.edition.number("versions.latest_per_member")])


def _begun_with(arrived: VersionDetails, earlier: Sequence[MatterRecord]) -> VersionDetails:
    """A version with the page groups and the test account of the first of the earlier ones that has any."""
    there = [kept(each) for each in earlier if each.state is not Version.DELETED]
    pages = next((each for each in there if each.pages), arrived)
    account = next((each for each in there if each.test_user), arrived)
    form = {
        **pages.model_dump(include={"pages", "pages_given"}),
        **account.model_dump(include={"test_user", "test_password"}),
    }
    return VersionDetails.model_validate({**arrived.model_dump(), **form})


def _give_on_trial(deed: Deed) -> None:
    former = trial_version(deed.account)
    if former is not None:
        deed.keep(former, kept(former).model_copy(update={"trial": False}))
    given = kept(deed.target).model_copy(update={"trial": True})
    deed.move(deed.target, VersionEvent.GIVEN_ON_TRIAL, details=given, keep_due=True)


def _delete(deed: Deed) -> None:
    deed.move(deed.target, VersionEvent.DELETED, details=let_go(deed.target))


SECTION = Section(
    key="versions",
    title=N_("Versions and review"),
    row="S17",
    matters=(Matter.VERSION,),
    gate=signed_in,
    shown=section_shown,
    in_detail=in_detail,
    words=version_words,
    pending=(version_answers.PENDING,),
    done=lambda account: account.released,
    for_release=every_release,
    actions=(
        # What leads on stands first.
        *version_release.ONLINE,
        *version_review.ACTIONS,
        *version_pages.ACTIONS,
        *version_answers.ACTIONS,
        Action("versions.upload", N_("A developer uploads a version"), _upload, by=Seat.WORLD, answers=UploadAnswers),
        Action(
            "versions.trial",
            N_("Give it to the trial members"),
            _give_on_trial,
            apt=lambda _account, version: version is None or not kept(version).trial,
            on=Matter.VERSION,
            states=TRIABLE,
        ),
        *version_release.BACK,
        Action("versions.delete", N_("Delete the version"), _delete, on=Matter.VERSION, states=AT_HAND, final=True),
    ),
)

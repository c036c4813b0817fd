"""How versions are told: the section's lines, one version in one line, everything about one version, its rounds."""

from __future__ import annotations

from collections.abc import Iterator

from mpwizard.console.account import Account
from mpwizard.console.members import member_words
from mpwizard.console.periods import same_day, same_month
from mpwizard.console.section import Shown, counted
from mpwizard.console.version_details import (
    BY_ADMINISTRATOR,
    Round,
    VersionDetails,
    fixes,
    kept,
    rounds,
    takes_test_account,
    trial_version,
)
from mpwizard.console.version_pages import page_words
from mpwizard.console.version_release import online
from mpwizard.console.version_review import expedite_rule, expedited_this_year, withdrawn
from mpwizard.i18n import N_, say, tr
from mpwizard.matters import TRIABLE, Matter, Version, VersionEvent
from mpwizard.privacy import Mask, masked
from mpwizard.records import MatterRecord
from mpwizard.rejections import reason
from mpwizard.tell import coded, day, moment, word


def version_words(version: MatterRecord) -> str:
    """A version in one line."""
    details = kept(version)
    return f"{details.version}  {details.note}".rstrip()


def section_shown(account: Account) -> tuple[Shown, ...]:
    """What stands above the versions: what is online, reviewed, on trial, to be mended, and what is left of it."""
    current, waiting = online(account), account.newest(Matter.VERSION, Version.APPROVED)
    lines = [Shown(N_("Online"), version_words(current) if current else tr("none"), "done" if current else "open")]
    for reviewed in account.all(Matter.VERSION, Version.IN_REVIEW):
        until = tr("until {when}", when=moment(reviewed.due_at)) if reviewed.due_at else ""
        lines.append(Shown(N_("In review"), f"{version_words(reviewed)}  {until}".rstrip(), "soon"))
    if waiting is not None:
        lines.append(Shown(N_("Approved, to be released"), version_words(waiting), "open"))
    tried = trial_version(account)
    lines.append(Shown(N_("On trial"), version_words(tried) if tried else tr("none")))
    return (*lines, *_to_mend(account), *_counts(account))


def _to_mend(account: Account) -> Iterator[Shown]:
    listed = fixes(account)
    if listed:
        done = sum(fix.done for fix in listed)
        tone = "done" if done == len(listed) else "soon"
        yield Shown(N_("Mended since the refusal"), tr("{n} of {limit}", n=done, limit=len(listed)), tone)
    if takes_test_account(account):
        yield Shown(N_("Test account"), tr("the entry is open"), "open")
    elif any(kept(each).needs_login for each in account.all(Matter.VERSION)):
        yield Shown(N_("Test account"), tr("the entry opens after the first refusal for want of it"))


def _counts(account: Account) -> Iterator[Shown]:
    number = account.edition.number
    yield counted(N_("Withdrawn today"), withdrawn(account, same_day), number("versions.withdrawals_per_day"))
    yield counted(N_("Withdrawn this month"), withdrawn(account, same_month), number("versions.withdrawals_per_month"))
    yield counted(N_("Expedited this year"), expedited_this_year(account), number(expedite_rule(account)))


def version_shown(account: Account, version: MatterRecord) -> tuple[Shown, ...]:
    """Everything about one version besides its number and its rounds, its test account masked."""
    details = kept(version)
    lines = [
        Shown(N_("Version note"), details.note),
        Shown(N_("Uploaded by"), _developer(account, details)),
        Shown(N_("Its pages need a login"), tr("yes") if details.needs_login else tr("no")),
    ]
    lines += [Shown(N_("Page group"), f"{page_words(page)}  {' '.join(page.tags)}".rstrip()) for page in details.pages]
    if details.test_user:
        lines.append(Shown(N_("Test user"), masked(details.test_user, Mask.NAME)))
        lines.append(Shown(N_("Test password"), masked(details.test_password, Mask.PASSWORD)))
    if details.staged:
        lines.append(Shown(N_("Users in a hundred"), str(details.staged)))
    return tuple(line for line in lines if line.value)


def history_shown(account: Account) -> tuple[Shown, ...]:
    """Every round of review the account went through: the version it was about, and what the reviewer was told."""
    lines: list[Shown] = []
    for version, each in rounds(account):
        lines.append(Shown(N_("Round of review"), f"{kept(version).version}  {round_words(each)}", _tone(each)))
        lines.append(Shown(N_("What this version does"), each.description))
        lines.append(Shown(N_("Message to the reviewer"), each.feedback))
    return tuple(line for line in lines if line.value)


def in_detail(account: Account) -> tuple[Shown, ...]:
    """The newest version that is worked on, and all rounds."""
    version = account.newest(Matter.VERSION, *TRIABLE)
    return (*(version_shown(account, version) if version else ()), *history_shown(account))


def round_words(this: Round) -> str:
    """One round of review: when it began, that its answer was put off, how it ended, for which reasons."""
    began = day(this.submitted_at)
    put_off = [word(VersionEvent.DELAYED), day(this.delayed_at), this.delay_remark] if this.delayed_at else []
    if this.outcome is None or this.ended_at is None:
        told = [f"{began} → {word(Version.IN_REVIEW)}", *put_off]
    else:
        ended = day(this.ended_at)
        told = [began if ended == began else f"{began} → {ended}", *put_off, word(this.outcome)]
        told += [coded(say(each.title), each.code) for each in map(reason, this.reasons)]
        told.append(this.remark)
    return "  ".join(each for each in told if each)


def _developer(account: Account, details: VersionDetails) -> str:
    if details.developer == BY_ADMINISTRATOR:
        return tr("the administrator")
    return member_words(account.one(Matter.MEMBER, details.developer))


def _tone(this: Round) -> str:
    if this.outcome is None:
        return "soon"
    return {VersionEvent.APPROVED: "done", VersionEvent.REJECTED: "wrong"}.get(this.outcome, "")

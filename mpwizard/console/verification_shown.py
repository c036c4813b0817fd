"""What the section of the WeChat verification shows: how it stands, until when, what is wrong, what it opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mpwizard.console.account import Account
from mpwizard.console.section import Shown
from mpwizard.console.verification_papers import (
    FREE,
    Round,
    Said,
    application,
    can_be_renewed,
    ends_soon,
    fee,
    holding,
    is_offered,
    is_required,
    is_unpaid,
    outstanding,
    papers,
    renewal_opens,
    under_way,
    versions_wait,
)
from mpwizard.due import Band, band, due_words
from mpwizard.i18n import N_, say, tr
from mpwizard.matters import Matter, Verification
from mpwizard.privacy import Mask, masked
from mpwizard.records import MatterRecord
from mpwizard.rejections import reason
from mpwizard.tell import day, money, word
from mpwizard.texts import label

_V = Verification
_TONES = {_V.PASSED: "done", _V.RETURNED: "wrong", _V.REFUSED: "wrong", _V.EXPIRED: "wrong", _V.RENEWED: "done"}
# What is waited for until the due time of an application.
_UNTIL = {
    _V.SUBMITTED: N_("Review begins by"),
    _V.PAID: N_("Review begins by"),
    _V.IN_REVIEW: N_("Usual answer by"),
    _V.RETURNED: N_("Correct by"),
}


def shown(account: Account) -> tuple[Shown, ...]:
    """The section in lines."""
    if not is_offered(account):
        why = say(account.edition.text("verification.why_not_individual"))
        return (Shown(N_("WeChat verification"), why, "wrong"),)
    waiting, passed = under_way(account), holding(account)
    lines = [_standing(account), *(_validity(account, passed) if passed is not None else ())]
    if waiting is not None:
        lines += _application(account, waiting)
    elif passed is None or can_be_renewed(account):
        lines += _to_prepare(account)
    return (*lines, *_what_it_opens(account), *_history(account))


def verification_words(matter: MatterRecord) -> str:
    """One application in a line: what it cost, and why it ended or came back."""
    kept = application(matter)
    said = kept.refused or (kept.rounds[-1] if matter.state is _V.RETURNED else None)
    return money(kept.fee) + (f"  {_reasons(said)}" if said is not None else "")


def _standing(account: Account) -> Shown:
    newest = under_way(account) or holding(account) or account.newest(Matter.VERIFICATION)
    if newest is not None:
        return Shown(N_("WeChat verification"), word(newest.state), _TONES.get(_V(newest.state), "soon"))
    words = tr("must be passed") if is_required(account) else tr("open to this entity, not needed")
    return Shown(N_("WeChat verification"), words, "open" if is_required(account) else "")


def _validity(account: Account, passed: MatterRecord) -> Iterator[Shown]:
    """Until when it holds, and from when on it is to be renewed."""
    opens = renewal_opens(account, passed)
    if opens is None or passed.due_at is None:
        return
    yield _date(account, N_("Valid until"), passed.due_at, "soon" if ends_soon(account) else "done")
    if not ends_soon(account):
        yield Shown(N_("Renewal from"), day(opens))
    elif can_be_renewed(account):
        yield Shown(N_("Renewal"), tr("apply now, so that nothing is interrupted"), "soon")


def _application(account: Account, waiting: MatterRecord) -> Iterator[Shown]:
    """The application that is under way."""
    kept, state = application(waiting), _V(waiting.state)
    if is_unpaid(waiting):
        yield Shown(N_("Fee"), tr("{sum}, to be paid by WeChat Pay", sum=money(kept.fee)), "open")
    elif kept.paid_at is not None:
        yield Shown(N_("Fee"), tr("{sum}, paid on {day}", sum=money(kept.fee), day=day(kept.paid_at)), "done")
    else:
        yield Shown(N_("Fee"), tr("none"), "done")
    if waiting.due_at is not None:
        yield _date(account, _UNTIL[state], waiting.due_at, "soon")
    yield from _papers(account, kept.papers)
    yield from _people(account, kept.bank_name, kept.bank_account)
    yield from _rounds(account, kept.rounds)
    if state is _V.RETURNED:
        for key in outstanding(account, kept):
            yield Shown(N_("To correct"), say(reason(key).fix), "open")


def _to_prepare(account: Account) -> Iterator[Shown]:
    """What an application will need."""
    start_by = account.record.due_at
    if not account.registered and account.newest(Matter.VERIFICATION) is None and start_by is not None:
        yield _date(account, N_("Apply by"), start_by, "soon")
    cost = fee(account)
    yield Shown(N_("Fee"), tr("{sum}, kept if it fails", sum=money(cost)) if cost != FREE else tr("none"))
    for paper in papers(account):
        yield Shown(N_("Paper"), label("paper", paper))
    yield from _people(account, account.entity.bank_name, account.entity.bank_account)


def _papers(account: Account, at_hand: tuple[str, ...]) -> Iterator[Shown]:
    for paper in papers(account):
        yield Shown(N_("Paper"), label("paper", paper), "done" if paper in at_hand else "open")


def _people(account: Account, bank_name: str, bank_account: str) -> Iterator[Shown]:
    """Who acts for the entity, and the account that the reviewer checks."""
    person = account.administrator
    who = f"{masked(person.name, Mask.NAME)}  {masked(person.mobile, Mask.MOBILE)}"
    yield Shown(N_("Operator"), tr("{who}, the administrator", who=who))
    if account.entity_type in account.edition.words("verification.corporate_account") and bank_account:
        yield Shown(N_("Corporate account"), f"{bank_name}  {masked(bank_account, Mask.BANK_ACCOUNT)}")


def _rounds(account: Account, rounds: tuple[Round, ...]) -> Iterator[Shown]:
    limit = account.edition.number("verification.corrections_max")
    for number, each in enumerate(rounds, 1):
        said = tr("{n} of {limit}, {day}: {why}", n=number, limit=limit, day=day(each.at), why=_reasons(each))
        yield Shown(N_("Returned"), said, "done" if each.corrected_at is not None else "wrong")
        if each.corrected_at is not None:
            done = tr(", ").join(say(reason(key).title) for key in each.corrected)
            yield Shown(N_("Corrected"), tr("{day}: {what}", day=day(each.corrected_at), what=done), "done")


def _what_it_opens(account: Account) -> Iterator[Shown]:
    """What passing opens; what is closed again once it has expired."""
    verified, edition = account.verified, account.edition
    if not verified and account.newest(Matter.VERIFICATION, _V.EXPIRED) is not None:
        yield Shown(N_("Expired"), say(edition.text("verification.lapsed")), "wrong")
    elif ends_soon(account):
        yield Shown(N_("When it expires"), say(edition.text("verification.lapsed")), "soon")
    if not account.registered:
        yield Shown(N_("Closed until then"), say(edition.text("verification.locked_until_passed")), "open")
    tone = "done" if verified else "open"
    yield Shown(N_("Opens"), tr("applying for WeChat Pay"), tone)
    developers, trial = edition.number("members.developers.verified"), edition.number("members.trial.verified")
    many = tr("{developers} developers and {trial} trial members", developers=developers, trial=trial)
    yield Shown(N_("Opens"), many, tone)
    if versions_wait(account):
        yield Shown(N_("Opens"), tr("submitting versions for review"), tone)


def _history(account: Account) -> Iterator[Shown]:
    """The applications that have ended, the newest first."""
    for each in reversed(account.all(Matter.VERIFICATION, _V.REFUSED, _V.EXPIRED, _V.RENEWED)):
        kept = application(each)
        why = _reasons(kept.refused) if kept.refused is not None else ""
        told = tr("No. {n}, {day}: {state}", n=each.number, day=day(each.since), state=word(each.state))
        yield Shown(N_("Earlier application"), f"{told}  {why}".rstrip(), _TONES[_V(each.state)])
        if kept.refused is not None and each is account.newest(Matter.VERIFICATION):
            for key in kept.refused.reasons:
                yield Shown(N_("Before the next one"), say(reason(key).fix), "open")


def _reasons(said: Said) -> str:
    named = [say(reason(key).title) for key in said.reasons]
    return tr(", ").join([*named, said.remark] if said.remark else named)


def _date(account: Account, name: str, at: datetime, tone: str) -> Shown:
    late = band(at, account.now) is Band.LATE
    return Shown(name, f"{day(at)}  {due_words(at, account.now)}", "wrong" if late else tone)

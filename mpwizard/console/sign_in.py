"""Section: sign in. E-mail and password, then the administrator's scan; on practice cases only, since no record case
keeps a password."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, SecretStr

from mpwizard.console.account import Account, Details, details
from mpwizard.console.action import Action, Beforehand, Deed, Seat
from mpwizard.console.section import Section, Shown, every_release
from mpwizard.domain import Kind
from mpwizard.i18n import N_, tr
from mpwizard.matters import Matter, SignIn, SignInEvent
from mpwizard.privacy import Mask
from mpwizard.problems import ALLOWED, Refusal, Verdict
from mpwizard.records import MatterRecord
from mpwizard.rules.passwords import as_hashed
from mpwizard.tell import moment, word
from mpwizard.text import compact
from mpwizard.wizard.fields import EmailAddress, required
from mpwizard.wizard.form import Answers, Ask

_PASSWORD_CAP = 128


class SignInDetails(Details):
    """How often the password was wrong since it was last right."""

    failures: int = 0


class PasswordAnswers(Answers):
    """What the account is signed in to with."""

    email: EmailAddress = Field(title=N_("E-mail"), repr=False)
    password: Annotated[
        SecretStr,
        Ask(limit=_PASSWORD_CAP, mask=Mask.PASSWORD, kept=False),
        required(lambda raw, _context: SecretStr(raw)),
    ] = Field(title=N_("Password"))


def _may_try(account: Account, _matter: MatterRecord | None) -> Verdict:
    door = account.newest(Matter.SIGN_IN)
    if door is None or door.state is SignIn.SIGNED_OUT:
        return ALLOWED
    if door.state is SignIn.LOCKED:
        return Refusal("sign_in_locked", {"until": door.due_at}, "signin.lock")
    if door.state is SignIn.SIGNED_IN:
        return Refusal("already_signed_in")
    return Refusal("scan_is_next", rule="signin.scan")


def _matches(known: Beforehand, values: Mapping[str, object]) -> bool:
    """Whether the password is right; to find that out is slow on purpose."""
    typed = values.get("password")
    if not isinstance(typed, str) or not typed or not known.password_hash:
        return False
    return known.match_password(known.password_hash, as_hashed(typed))


def _try(deed: Deed) -> Refusal | None:
    given, world = deed.answers(PasswordAnswers), deed.work.world
    if world is None:
        return Refusal("practice_only")
    door = deed.account.newest(Matter.SIGN_IN)
    if deed.prepared is True and compact(given.email) == world.email:
        _at_the_door(deed, door, SignInEvent.PASSWORD_ACCEPTED, SignInDetails(), "signin.scan_lifetime")
        return None
    failures = 1 + (details(SignInDetails, door).failures if door else 0)
    left = deed.account.edition.number("signin.tries_max") - failures
    if left > 0:
        _at_the_door(deed, door, SignInEvent.PASSWORD_REFUSED, SignInDetails(failures=failures))
        return Refusal("sign_in_wrong", {"left": left}, "signin.tries_max")
    locked = _at_the_door(deed, door, SignInEvent.LOCKED_OUT, SignInDetails(), "signin.lock")
    return Refusal("sign_in_locked", {"until": locked.due_at}, "signin.lock")


def _at_the_door(
    deed: Deed, door: MatterRecord | None, event: SignInEvent, kept: SignInDetails, lasts: str = ""
) -> MatterRecord:
    due_in = deed.usual(lasts) if lasts else None
    if door is None:
        return deed.begin(Matter.SIGN_IN, kept, event, due_in=due_in)
    return deed.move(door, event, details=kept, due_in=due_in)


def _scan(deed: Deed) -> None:
    deed.move(deed.target, SignInEvent.SCAN_ACCEPTED)


def _scan_of_somebody_else(deed: Deed) -> Refusal:
    deed.move(deed.target, SignInEvent.SCAN_REFUSED, keep_due=True)
    return Refusal("scan_by_other")


def _sign_out(deed: Deed) -> None:
    deed.move(deed.target, SignInEvent.SIGNED_OUT)


def _shown(account: Account) -> tuple[Shown, ...]:
    if account.kind is Kind.RECORD:
        return (Shown(N_("Signed in"), tr("on the platform's web site; no password is kept here"), "done"),)
    door = account.newest(Matter.SIGN_IN)
    state = SignIn.SIGNED_OUT if door is None else door.state
    lines = [Shown(N_("Sign-in"), word(state), "done" if account.signed_in else "open")]
    if door is not None and door.due_at is not None:
        lines.append(Shown(N_("Until"), moment(door.due_at), "soon"))
    return tuple(lines)


SECTION = Section(
    key="sign_in",
    title=N_("Sign in"),
    row="S13",
    matters=(Matter.SIGN_IN,),
    shown=_shown,
    done=lambda account: account.signed_in,
    for_release=every_release,
    actions=(
        Action(
            "sign_in.password",
            N_("Sign in with e-mail and password"),
            _try,
            gate=_may_try,
            answers=PasswordAnswers,
            prepare=_matches,
            kinds=(Kind.PRACTICE,),
        ),
        Action(
            "sign_in.scan",
            N_("The administrator scans the QR code"),
            _scan,
            by=Seat.WORLD,
            on=Matter.SIGN_IN,
            states=(SignIn.AWAITING_SCAN,),
            kinds=(Kind.PRACTICE,),
        ),
        Action(
            "sign_in.scan_other",
            N_("Somebody else scans it"),
            _scan_of_somebody_else,
            by=Seat.WORLD,
            on=Matter.SIGN_IN,
            states=(SignIn.AWAITING_SCAN,),
            kinds=(Kind.PRACTICE,),
        ),
        Action(
            "sign_in.out",
            N_("Sign out"),
            _sign_out,
            on=Matter.SIGN_IN,
            states=(SignIn.AWAITING_SCAN, SignIn.SIGNED_IN),
            kinds=(Kind.PRACTICE,),
        ),
    ),
)

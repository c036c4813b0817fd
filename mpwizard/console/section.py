"""A section of the console, as data: what it shows, when it is open, what can be done in it, who answers in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mpwizard.console.account import Account
from mpwizard.console.action import Action, Deed
from mpwizard.i18n import tr
from mpwizard.matters import Matter
from mpwizard.problems import ALLOWED, Refusal, Verdict
from mpwizard.records import MatterRecord


@dataclass(frozen=True, slots=True)
class Shown:
    """One line that a section shows: its name (a text to translate), its value as it is to be read (masked where it is
    personal), how it stands (`done`, `open`, `soon`, `wrong`, or empty)."""

    name: str
    value: str
    tone: str = ""


def counted(name: str, used: int, limit: int) -> Shown:
    """The line of what is counted against a limit: nothing is left once that is reached."""
    return Shown(name, tr("{n} of {limit}", n=used, limit=limit), "soon" if used >= limit else "")


@dataclass(frozen=True, slots=True)
class Decision:
    """What the platform can answer: the action that says so, and the answers it is given with."""

    action: str
    values: Mapping[str, object]


def nothing_wrong(_account: Account, _matter: MatterRecord) -> Decision | None:
    """The platform sees no mistake of its own accord."""
    return None


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for the platform: matters of a kind in a state.

    `usual` is the rule of how long it takes; empty where the answer comes at once. `accept` is the action by which all
    is well, `refuse` the one that sends it back with a reason of the catalogue, `flaw` what the
    simulated platform itself finds wrong.
    """

    matter: Matter
    state: StrEnum
    accept: str
    refuse: str = ""
    usual: str = ""
    flaw: Callable[[Account, MatterRecord], Decision | None] = nothing_wrong


# What the clock does to matters of a kind in a state, where that is more than the move alone.
Clockwork = Mapping[tuple[Matter, StrEnum], Callable[[Deed], object]]


def everybody(_account: Account) -> Verdict:
    """The section is open as soon as there is an account."""
    return ALLOWED


def nothing_more(_matter: MatterRecord) -> str:
    """Its number and its state tell all there is to tell of a matter."""
    return ""


def no_rule_of_its_own(_account: Account) -> tuple[str, ...]:
    """Its help names the same rule to every account."""
    return ()


def no_release(_account: Account) -> bool:
    """No release waits for it."""
    return False


def every_release(_account: Account) -> bool:
    """Whoever the account belongs to, a release waits for it."""
    return True


@dataclass(frozen=True, slots=True)
class Section:
    """One section. `gate` locks it as a whole; `actions` are offered in this order; `shown` is what stands above
    them, `in_detail` what else there is to look up; `words` tell one of its matters in one line (masked where it is
    personal; its number and state stand beside); `pending` is what in it waits for the platform, `clock` what the
    passing of time does in it; `done` tells whether nothing is left to do in it, `for_release` whether the account's
    next release waits for that; `help` is the key of its help where that is not its own, `rules` are those that its
    help names besides, where accounts differ in them."""

    key: str
    title: str
    row: str
    actions: tuple[Action, ...]
    shown: Callable[[Account], tuple[Shown, ...]]
    gate: Callable[[Account], Verdict] = everybody
    pending: tuple[Pending, ...] = ()
    matters: tuple[Matter, ...] = ()
    words: Callable[[MatterRecord], str] = nothing_more
    clock: Clockwork = field(default_factory=dict)
    in_detail: Callable[[Account], tuple[Shown, ...]] = lambda _account: ()
    done: Callable[[Account], bool] = lambda _account: False
    for_release: Callable[[Account], bool] = no_release
    help: str = ""
    rules: Callable[[Account], tuple[str, ...]] = no_rule_of_its_own

    def told(self, account: Account) -> tuple[Shown, ...]:
        """Everything there is to tell where nobody looks it up by keyboard."""
        return (*self.shown(account), *self.in_detail(account))

    @property
    def help_key(self) -> str:
        """Under which key its help stands."""
        return self.help or self.key


def signed_in(account: Account) -> Verdict:
    """Whatever is done in the console is done by somebody who has signed in."""
    return ALLOWED if account.signed_in else Refusal("not_signed_in", rule="signin.scan")

"""Section versions: what the last refusal asks to mend, the newest version with its page groups, the rounds so far."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult

from mpwizard.account_desk import AccountView
from mpwizard.console.account import Account
from mpwizard.console.section import Shown
from mpwizard.console.version_details import fixes
from mpwizard.console.version_words import history_shown, version_shown
from mpwizard.i18n import N_
from mpwizard.i18n import say as speak
from mpwizard.matters import TRIABLE, Matter
from screens.console.extras import SectionExtra
from screens.console.pane import facts
from screens.console.words import matter_name
from screens.widgets.facts import Facts


class VersionsExtra(SectionExtra):
    """What there is to mend, the version that is worked on, the rounds of review."""

    def compose(self) -> ComposeResult:
        """One block each; none takes a row where it has nothing to say."""
        yield Facts(classes_="mend")
        yield Facts(classes_="version")
        yield Facts(classes_="rounds")

    def show(self, view: AccountView) -> None:
        """The account as it stands now."""
        account = view.account
        version = account.newest(Matter.VERSION, *TRIABLE)
        self.query_one(".mend", Facts).show(facts(_to_mend(account)))
        if version is None:
            self.query_one(".version", Facts).show([])
        else:
            # Its rounds stand below, with those of all versions; its number is in the title.
            title = matter_name(view, view.section("versions"), version)
            self.query_one(".version", Facts).show(facts(version_shown(account, version)), title=title)
        self.query_one(".rounds", Facts).show(facts(history_shown(account)))


def _to_mend(account: Account) -> Iterator[Shown]:
    for fix in fixes(account):
        name = N_("What was mended") if fix.done else N_("What is still to mend")
        yield Shown(name, f"{speak(fix.reason.title)}  {speak(fix.reason.fix)}", "done" if fix.done else "wrong")

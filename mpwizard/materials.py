"""What a case needs to have at hand, as a checklist: for the steps of its registration, then for its account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mpwizard import catalogues
from mpwizard.console.account import Account
from mpwizard.console.category_details import checklist
from mpwizard.console.verification_papers import application, is_required, papers, under_way
from mpwizard.i18n import N_, say
from mpwizard.matters import Category, Matter
from mpwizard.texts import help_texts, label
from mpwizard.views import CaseView
from mpwizard.wizard.flow import Standing, path, standings


@dataclass(frozen=True, slots=True)
class Material:
    """One thing to have: what for (a text to translate), what it is (in the user's language), whether it is there."""

    name: str
    words: str
    at_hand: bool


def for_registration(view: CaseView) -> Iterator[Material]:
    """What each step of the registration asks to have ready, by the help texts; there once its step is done."""
    how = standings(view.context, view.record.state)
    for step in path(view.context):
        entry = help_texts().get(step.key)
        for item in entry.ready if entry is not None else ():
            yield Material(step.title, say(item), at_hand=how[step.key] is Standing.DONE)


def for_account(account: Account) -> Iterator[Material]:
    """The papers of a WeChat verification that is under way or has to come, and those of categories to be submitted."""
    applied = under_way(account)
    if applied is not None or (is_required(account) and not account.verified):
        at_hand = application(applied).papers if applied is not None else ()
        for paper in papers(account):
            yield Material(N_("WeChat verification"), label("paper", paper), at_hand=paper in at_hand)
    for matter in account.all(Matter.CATEGORY, Category.CHOSEN, Category.REJECTED):
        for listed in checklist(matter).papers:
            name = say(catalogues.paper(listed.name))
            yield Material(N_("Service categories"), name, at_hand=listed.at_hand)

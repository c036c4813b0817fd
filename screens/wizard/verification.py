"""Step: how the entity is verified. Money, days and locks of the ways side by side; where there is no choice, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.widget import Widget

from mpwizard.domain import Method
from mpwizard.i18n import say, tr
from mpwizard.tell import money
from mpwizard.texts import label
from mpwizard.views import CaseView
from mpwizard.wizard.context import Context
from mpwizard.wizard.steps.verification import is_a_choice
from screens.widgets.facts import Block, Fact, Facts, SideBySide
from screens.wizard.case_step import CaseStep


class VerificationScreen(CaseStep):
    """The chosen way decides what else is asked."""

    STEP = "verification"

    def compose_extra(self) -> Iterable[Widget]:
        """One block a way, or the reason why there is only one."""
        yield Facts()
        yield SideBySide()

    def after_view_changed(self, view: CaseView) -> None:
        """The blocks that hold for this entity type."""
        self._show(view, self.values())

    def after_answers_changed(self, values: Mapping[str, object]) -> None:
        """The chosen way stands out."""
        self._show(self.view, values)

    def _show(self, view: CaseView, values: Mapping[str, object]) -> None:
        context = view.context
        forced = not is_a_choice(context)
        reason = [Fact("", say(context.edition.text("verification.why_forced")))] if forced else []
        self.query_one(Facts).show(reason, title=tr("There is one way only") if forced else "")
        chosen = values.get("method") or (context.methods[0] if forced and context.methods else "")
        self.query_one(SideBySide).show(
            [
                Block(
                    label("verification.method", method),
                    "bold $go-text" if method == chosen else "bold $ink",
                    tuple(facts_of(method, context)),
                )
                for method in context.methods
            ]
        )


def facts_of(method: Method, context: Context) -> list[Fact]:
    """What one way costs, how long it takes, what is locked meanwhile."""
    edition = context.edition
    if method is Method.TRANSFER:
        days = edition.number("transfer.deadline")
        lowest, highest = edition.money("transfer.amount_min"), edition.money("transfer.amount_max")
        sums = {"lowest": money(lowest), "highest": money(highest), "days": edition.number("transfer.refund_within")}
        return [
            Fact(tr("Money"), tr("a small sum ({lowest}–{highest}), sent back within {days} working days", **sums)),
            Fact(tr("Time"), tr("to be paid within {days} days, else the registration fails", days=days), "$soon"),
            Fact(
                tr("Locked"),
                tr("everything, until the money is there; a transfer does not count as WeChat verification (微信认证)"),
            ),
        ]
    days = edition.number("verification.review_starts_within")
    return [
        Fact(tr("Money"), _fee(context)),
        Fact(tr("Time"), tr("the review starts within {days} working days", days=days)),
        Fact(tr("Locked"), say(edition.text("verification.locked_until_passed")), "$soon"),
    ]


def _fee(context: Context) -> str:
    if context.entity_type in context.edition.words("verification.free_for"):
        return tr("no fee for this entity type")
    fee = money(context.edition.money("verification.fee"))
    return tr("{fee} for each application, kept whether it passes or not", fee=fee)

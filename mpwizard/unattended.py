"""The wizard without a screen: an answers file walked through the same forms, gates and use-cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from mpwizard.answers_file import AnswersFile
from mpwizard.desk import Desk
from mpwizard.domain import Kind
from mpwizard.problems import Invalid, Problem, Refusal, Refused
from mpwizard.surroundings import Surroundings
from mpwizard.views import CaseView
from mpwizard.wizard.flow import FLOW, Step
from mpwizard.wizard.form import asked, check, form_fields

# What somebody pays with who did not copy the remark.
_WRONG_REMARK = "-"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that kept a step from being passed, and the step and field it belongs to."""

    step: str
    field: str
    what: Problem | Refusal


@dataclass(frozen=True)
class Outcome:
    """How a walk ended: the case as it stands, and what was refused on the way."""

    view: CaseView
    findings: tuple[Finding, ...]


def walk(desk: Desk, file: AnswersFile) -> Outcome:
    """Create a case and take it as far as the file's answers and world carry it.

    What is refused stays saved, and the steps behind it are still checked, so that one run tells all that is wrong.
    """
    return _Walk(desk, file).outcome()


class _Walk:
    def __init__(self, desk: Desk, file: AnswersFile) -> None:
        self._desk = desk
        self._around = Surroundings(desk)
        self._file = file
        self._case = desk.create(file.kind, file.edition).id
        self._findings: list[Finding] = []
        self._barrier: Finding | None = None

    def outcome(self) -> Outcome:
        for step in FLOW:
            self._take(step)
        if self._barrier is None:
            self._let_money_come()
        if self._file.world.advance is not None:
            self._around.move_clock(self._case, self._file.world.advance)
        return Outcome(self._view(), tuple(self._findings))

    def _view(self) -> CaseView:
        return self._desk.view(self._case, by_hand=False)

    def _take(self, step: Step) -> None:
        view = self._view()
        given = self._file.answers.get(step.key)
        if not step.applies(view.context):
            if given:
                self._find(step.key, Refusal("step_not_applicable", rule="verification.why_none"))
            return
        if self._barrier is not None:
            if given is not None:
                self._check_only(step, given)
            return
        if given is None and asked(step.key, step.answers, view.context):
            self._barrier = Finding(step.key, "", Refusal("earlier_step_open", {"step": step.key}))
            return
        self._pass(step, dict(given or {}))

    def _pass(self, step: Step, values: dict[str, object]) -> None:
        beforehand = self._beforehand(step, values)
        for problem in beforehand:
            self._find(step.key, problem)
        before = len(self._findings)
        self._try(step.key, lambda: _PASSED_BY.get(step.key, _Walk._submit)(self, step.key, values))
        if beforehand or len(self._findings) > before:
            self._barrier = self._barrier or self._findings[-1]

    def _submit(self, step: str, values: Mapping[str, object], *, by_hand: bool = False) -> None:
        seen = self._view().versions.get(step)
        self._desk.submit(self._case, step, values, seen, by_hand=by_hand)

    def _activate(self, step: str, _values: Mapping[str, object]) -> None:
        how = self._file.world.activate
        if self._file.kind is Kind.RECORD:
            self._barrier = Finding(step, "", Refusal("activation_pending"))
        elif how == "never":
            self._barrier = Finding(step, "", Refusal("activation_never_came"))
        elif how == "link":
            self._around.open_link(self._case)
        else:
            mail = self._around.world(self._case).newest_mail
            self._submit(step, {"code": mail.code if mail else ""}, by_hand=True)

    def _administer(self, step: str, values: Mapping[str, object]) -> None:
        if not self._still_lacks("mobile_unproven", step, values):
            return
        self._desk.send_mobile_code(self._case)
        message = self._around.world(self._case).newest_message
        sms = self._file.world.sms
        if sms == "never" or message is None:
            raise Refused("sms_never_came")
        code = message.code if sms == "right" else _other_code(message.code)
        if not self._still_lacks("scan_unproven", step, {**values, "sms_code": code}, by_hand=True):
            return
        if self._file.world.scan == "never":
            raise Refused("scan_never_came")
        self._around.scan(self._case, by_administrator=self._file.world.scan == "administrator")
        self._submit(step, values)

    def _still_lacks(self, key: str, step: str, values: Mapping[str, object], *, by_hand: bool = False) -> bool:
        """Whether a step is refused for nothing but a proof that the simulated world can bring."""
        try:
            self._submit(step, values, by_hand=by_hand)
        except Refused as refused:
            if refused.refusal.key != key or self._file.kind is Kind.RECORD:
                raise
            return True
        return False

    def _complete(self, _step: str, _values: Mapping[str, object]) -> None:
        """Nothing is asked; what comes now comes from the platform, the bank or the clock."""

    def _let_money_come(self) -> None:
        transfer = self._file.world.transfer
        if transfer is None:
            return
        self._try(
            "completion",
            lambda: self._around.pay(
                self._case,
                amount=transfer.amount,
                from_entity=transfer.payer == "entity",
                remark=None if transfer.remark == "exact" else _WRONG_REMARK,
                after=transfer.after,
            ),
        )

    def _check_only(self, step: Step, values: Mapping[str, object]) -> None:
        """Keep and check the answers of a step that cannot be reached, and say once what stands before it."""
        barrier = self._barrier
        if barrier is not None and barrier not in self._findings:
            self._findings.append(barrier)
        self._try(step.key, lambda: self._desk.save(self._case, step.key, values, self._view().versions.get(step.key)))
        stored = self._view().context
        context = replace(stored, draft={**stored.draft, step.key: dict(values)})
        for problem in (*self._beforehand(step, values), *check(step.key, step.answers, context)):
            self._find(step.key, problem)

    def _beforehand(self, step: Step, values: Mapping[str, object]) -> list[Problem]:
        """What only a file can get wrong: a password it may not hold, a choice where there is none."""
        context = self._view().context
        problems = [problem for problem in self._file.unreadable if problem.step == step.key]
        if self._file.kind is Kind.RECORD and step.key == "credentials" and "password" in values:
            problems.append(Problem("password_not_for_record", "credentials", "password"))
        here = context.at(step.key)
        put = {each.name for each in asked(step.key, step.answers, context)}
        for each in form_fields(step.key, step.answers):
            offered = each.ask.choices(here) if each.ask.choices and each.name not in put else ()
            if each.name in values and offered and values[each.name] not in tuple(offered):
                problems.append(Problem("not_a_choice", step.key, each.name, {"choices": " | ".join(offered)}))
        return problems

    def _try(self, step: str, act: Callable[[], object]) -> None:
        try:
            act()
        except Refused as refused:
            self._find(step, refused.refusal)
        except Invalid as invalid:
            for problem in invalid.problems:
                self._find(step, problem)

    def _find(self, step: str, what: Problem | Refusal) -> None:
        self._findings.append(Finding(step, what.field if isinstance(what, Problem) else "", what))


_PASSED_BY: Mapping[str, Callable[..., None]] = {
    "activation": _Walk._activate,
    "administrator": _Walk._administer,
    "completion": _Walk._complete,
}


def _other_code(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"

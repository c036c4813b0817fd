"""The wizard without a screen: an answers file walked through the same forms, gates and use-cases."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from mpwizard.answers_file import AnswersFile, FileAnswer
from mpwizard.desk import Desk
from mpwizard.domain import Kind
from mpwizard.lifecycle import State
from mpwizard.problems import Invalid, Problem, Refusal, Refused
from mpwizard.recordable import BY_EVENT
from mpwizard.recording import Recording
from mpwizard.surroundings import WRONG_REMARK, Surroundings
from mpwizard.texts import refusal
from mpwizard.views import CaseView
from mpwizard.wizard.flow import FLOW, STEPS, Step
from mpwizard.wizard.form import FormField, Shape, asked, check, form_fields

# What a person or the platform has to bring before the administrator's step can be passed.
_UNPROVEN = frozenset({"mobile_unproven", "scan_unproven"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that kept a step from being passed, and the step and field it belongs to."""

    step: str
    field: str
    what: Problem | Refusal


@dataclass(frozen=True)
class Outcome:
    """How a walk ended: the case as it stands, what was refused on the way, what is worth a second look."""

    view: CaseView
    findings: tuple[Finding, ...]
    doubts: tuple[Problem, ...]


def walk(desk: Desk, file: AnswersFile) -> Outcome:
    """Create a case and take it as far as the file's answers carry it, with what the file says happens beside the form.

    A step with anything wrong in it is not handed in. What was answered stays saved, and the steps behind it are still
    checked, so that one run tells all that is wrong.
    """
    return _Walk(desk, file).outcome()


class _Walk:
    def __init__(self, desk: Desk, file: AnswersFile) -> None:
        self._desk = desk
        self._around = Surroundings(desk)
        self._recording = Recording(desk)
        self._file = file
        self._to_record = deque(file.platform.answers)
        self._case = desk.create(file.kind, file.edition).id
        self._findings: list[Finding] = []
        # What the steps behind it wait for. It is a finding itself only where something was given for one of them.
        self._barrier: Finding | None = None

    def outcome(self) -> Outcome:
        for step in FLOW:
            self._take(step)
        if self._barrier is None:
            self._try("completion", self._complete)
        self._tell_what_was_not_recorded()
        if self._file.world.advance is not None:
            self._around.move_clock(self._case, self._file.world.advance)
        view = self._view()
        return Outcome(view, tuple(self._findings), (*self._file.cleaned, *self._doubts(view)))

    # --- the steps ---------------------------------------------------------------------------------------------------

    def _take(self, step: Step) -> None:
        context = self._view().context
        given = self._file.answers.get(step.key)
        if not step.applies(context):
            if given is not None:
                self._find(step.key, Refusal("step_not_applicable", rule="verification.why_none"))
                self._stop()
        elif self._barrier is not None:
            if given is not None:
                self._tell_barrier()
                self._beforehand(step, given)
                self._keep_and_check(step, given)
        elif given is None and asked(step.key, step.answers, context):
            self._barrier = Finding(step.key, "", Refusal("step_not_given"))
        else:
            self._pass(step, given or {})

    def _pass(self, step: Step, given: Mapping[str, object]) -> None:
        if self._beforehand(step, given):
            self._keep_and_check(step, given)
            self._stop()
        elif not self._try(step.key, lambda: _PASSED_BY.get(step.key, _Walk._submit)(self, step.key, given)):
            self._stop()

    def _submit(self, step: str, values: Mapping[str, object], *, by_hand: bool = False) -> None:
        seen = self._view().versions.get(step)
        self._desk.submit(self._case, step, values, seen, by_hand=by_hand)

    def _activate(self, step: str, _values: Mapping[str, object]) -> None:
        how = self._file.world.activate
        if self._file.kind is Kind.RECORD:
            self._record()
            if self._view().state is not State.ACTIVATED:
                self._barrier = Finding(step, "", Refusal("activation_pending"))
        elif how == "never":
            raise Refused("activation_never_came")
        elif how == "link":
            self._around.open_link(self._case)
        else:
            mail = self._around.world(self._case).newest_mail
            self._submit(step, {"code": mail.code if mail else ""}, by_hand=True)

    def _administer(self, step: str, values: Mapping[str, object]) -> None:
        unproven = self._unproven(step, values)
        if self._file.kind is Kind.RECORD:
            while unproven is not None and self._record():
                unproven = self._unproven(step, values)
            if unproven is not None:
                self._barrier = Finding(step, "", unproven)
        elif unproven is not None:
            self._prove(step, values)

    def _prove(self, step: str, values: Mapping[str, object]) -> None:
        self._desk.send_mobile_code(self._case)
        message = self._around.world(self._case).newest_message
        world = self._file.world
        if world.sms == "never" or message is None:
            raise Refused("sms_never_came")
        code = message.code if world.sms == "right" else _other_code(message.code)
        if self._unproven(step, {**values, "sms_code": code}, by_hand=True) is None:
            return
        if world.scan == "never":
            raise Refused("scan_never_came")
        self._around.scan(self._case, by_administrator=world.scan == "administrator")
        self._submit(step, values)

    def _unproven(self, step: str, values: Mapping[str, object], *, by_hand: bool = False) -> Refusal | None:
        """The proof that a step still lacks after it was handed in; any other refusal is raised."""
        try:
            self._submit(step, values, by_hand=by_hand)
        except Refused as refused:
            if refused.refusal.key not in _UNPROVEN:
                raise
            return refused.refusal
        return None

    def _nothing_to_hand_in(self, _step: str, _values: Mapping[str, object]) -> None:
        """What comes now comes from the platform, the bank or the clock."""

    # --- the world beside the form -----------------------------------------------------------------------------------

    def _complete(self) -> None:
        self._record()
        transfer = self._file.world.transfer
        if transfer is not None:
            self._around.pay(
                self._case,
                amount=transfer.amount,
                from_entity=transfer.payer == "entity",
                remark=None if transfer.remark == "exact" else WRONG_REMARK,
                after=transfer.after,
            )

    def _record(self) -> bool:
        """Write down what the real platform can have answered by now, in the file's order; whether there was any."""
        before = len(self._to_record)
        while self._to_record and self._is_possible(self._to_record[0]):
            answer, platform = self._to_record.popleft(), self._file.platform
            slip = platform.slip if BY_EVENT[answer.event].with_payment else None
            self._recording.answer(self._case, answer.event, reason=answer.reason, note=platform.note, slip=slip)
            if answer.reason:
                self._find(BY_EVENT[answer.event].step, Refusal(_said_alone(answer.reason)))
        return len(self._to_record) < before

    def _is_possible(self, answer: FileAnswer) -> bool:
        return any(each.event is answer.event for each in self._recording.possible(self._view()))

    def _tell_what_was_not_recorded(self) -> None:
        if self._to_record and not self._findings:
            event = self._to_record[0].event
            self._find(BY_EVENT[event].step, Refusal("not_now", {"state": self._view().state, "event": event}))

    # --- what is wrong -----------------------------------------------------------------------------------------------

    def _view(self) -> CaseView:
        return self._desk.view(self._case, by_hand=False)

    def _beforehand(self, step: Step, given: Mapping[str, object]) -> bool:
        """Tell what only a file can get wrong: a value of no fitting kind, a password it may not hold, a choice where
        there is none. Whether there was any."""
        context = self._view().context.at(step.key)
        put = asked(step.key, step.answers, context)
        problems = [problem for problem in self._file.unreadable if problem.step == step.key]
        for field in form_fields(step.key, step.answers):
            value = given.get(field.name)
            if field.name not in given:
                continue
            problem = None
            if not _fits(field, value):
                problem = field.problem(value, context)
            elif field not in put and field.ask.choices is not None:
                offered = tuple(str(each) for each in field.ask.choices(context))
                if offered and value not in offered:
                    problem = Problem("not_a_choice", step.key, field.name, {"choices": " | ".join(offered)})
            problems.extend([problem] if problem is not None else [])
        for problem in problems:
            self._find(step.key, problem)
        return bool(problems)

    def _keep_and_check(self, step: Step, given: Mapping[str, object]) -> None:
        """Save the answers of a step that is not handed in, and tell what is wrong with them."""
        fields = form_fields(step.key, step.answers)
        fitting = {each.name: given[each.name] for each in fields if _fits(each, given.get(each.name))}
        view = self._view()
        self._try(step.key, lambda: self._desk.save(self._case, step.key, fitting, view.versions.get(step.key)))
        # Judged as given: what may not be kept (a password) is not missing because of that.
        context = replace(view.context, draft={**view.context.draft, step.key: fitting})
        for problem in check(step.key, step.answers, context):
            self._find(step.key, problem)

    def _try(self, step: str, act: Callable[[], object]) -> bool:
        """Whether it went without a refusal; one that came is found."""
        try:
            act()
        except Refused as refused:
            self._find(step, refused.refusal)
        except Invalid as invalid:
            for problem in invalid.problems:
                self._find(problem.step if problem.step in STEPS else step, problem)
        else:
            return True
        return False

    def _find(self, step: str, what: Problem | Refusal) -> None:
        """Take something down, once: of one field the first problem is the one to tell."""
        field = what.field if isinstance(what, Problem) else ""
        if not any((each.step, each.field) == (step, field) and field for each in self._findings):
            self._findings.append(Finding(step, field, what))

    def _stop(self) -> None:
        self._barrier = self._barrier or self._findings[-1]

    def _tell_barrier(self) -> None:
        if self._barrier is not None and self._barrier not in self._findings:
            self._findings.append(self._barrier)

    def _doubts(self, view: CaseView) -> list[Problem]:
        given = (step for step in FLOW if step.key in self._file.answers and step.applies(view.context))
        return [doubt for step in given for doubt in step.answers.warnings(view.context.at(step.key))]


_PASSED_BY: Mapping[str, Callable[..., None]] = {
    "activation": _Walk._activate,
    "administrator": _Walk._administer,
    "completion": _Walk._nothing_to_hand_in,
}


def _fits(field: FormField, value: object) -> bool:
    """Whether a value is of the kind that a field is filled in with; nothing else can be kept as a draft."""
    return isinstance(value, bool if field.ask.shape is Shape.TICK else str)


def _said_alone(reason: str) -> str:
    """A reason that can be told by itself; one that quotes sums only the platform knows is told in general."""
    return "platform_said_no" if "{" in refusal(reason).message.en else reason


def _other_code(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"

"""The shape of a scenario file: setup, steps each with cue, check, hint and solution, faults to come, expected end.

Whether an answer is right is not judged here: the forms and gates of the desk do that when a step is played.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from mpwizard.answers_file import FileWorld, sections
from mpwizard.console.action import Seat
from mpwizard.console.sections import ACTIONS
from mpwizard.i18n import Bilingual
from mpwizard.lifecycle import REGISTRATION, State
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter
from mpwizard.problems import Trouble
from mpwizard.rules.edition import DEFAULT_EDITION, editions, load_edition
from mpwizard.texts import refusal
from mpwizard.unattended_account import AHEAD, DESK_DEEDS, WORLD, as_answers, taken_by
from mpwizard.wizard.flow import STEPS
from mpwizard.wizard.form import form_fields

# What stands for something that only the case itself knows: the newest code of the mailbox, that of the phone, and a
# picture that lies ready for whoever plays.
MAIL_CODE, SMS_CODE, PICTURE = "@mail", "@sms", "@picture"
PLACEHOLDERS = frozenset({MAIL_CODE, SMS_CODE, PICTURE})

_TICKS = {True: "yes", False: "no"}

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=320)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Value = Annotated[str, StringConstraints(max_length=1000)] | bool
Values = Mapping[str, Value]


def _a_step(step: str) -> str:
    if step and step not in STEPS:
        raise ValueError(" | ".join(STEPS))
    return step


WizardStep = Annotated[str, AfterValidator(_a_step)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Words(_Part):
    """One text in both languages."""

    en: Sentence
    zh: Sentence

    @property
    def text(self) -> Bilingual:
        """The text as everything else of the program says it."""
        return Bilingual(self.zh, self.en)


class Deed(_Part):
    """One thing that is done: a wizard step handed in or only filled in, a message asked for, or an action by its key
    (of the console, of the world beside the form, of the platform desk). `refused` is the refusal it has to meet."""

    submit: WizardStep = ""
    save: WizardStep = ""
    send: Literal["", "mobile_code", "activation"] = ""
    do: str = ""
    number: Annotated[int, Field(ge=1)] | None = None
    values: Values = Field(default_factory=dict, repr=False)
    refused: str = ""

    @field_validator("refused")
    @classmethod
    def _a_refusal(cls, key: str) -> str:
        if key:
            _known_refusal(key)
        return key

    @model_validator(mode="after")
    def _one_thing(self) -> Deed:
        if sum(map(bool, (self.submit, self.save, self.send, self.do))) != 1:
            raise ValueError("submit | save | send | do")
        if self.do:
            self._check_action()
        elif self.values.keys() - (known := _fields(self.submit or self.save) if not self.send else set()):
            raise ValueError(" | ".join(sorted(known)) or "–")
        return self

    @property
    def by_others(self) -> bool:
        """Whether somebody other than the applicant does it."""
        if not self.do:
            return False
        return self.do not in ACTIONS or ACTIONS[self.do].by is not Seat.APPLICANT

    @property
    def answers(self) -> dict[str, object]:
        """The values of an action, as its form takes them."""
        return as_answers(self.do, self._spoken)

    @property
    def _spoken(self) -> dict[str, str]:
        return {name: _TICKS[value] if isinstance(value, bool) else value for name, value in self.values.items()}

    def _check_action(self) -> None:
        try:
            taken_by(self.do)
            as_answers(self.do, self._spoken)
        except Trouble as trouble:
            choices = _actions() if trouble.key == "action_unknown" else str(trouble.values.get("choices", "answer"))
            raise ValueError(choices) from None


class Check(_Part):
    """When a step of an exercise is done: all that is said here holds.

    `passed` is a wizard step that is behind, `right` are fields (`entity.code`) with nothing wrong in them. The others
    look for lines of the log, about the registration or one kind of matter: with this event, the state it came to, the
    reason given; `times` says how many there have to be.
    """

    passed: WizardStep = ""
    right: tuple[str, ...] = ()
    matter: Matter | None = None
    event: str = ""
    reached: str = ""
    reason: str = ""
    times: Annotated[int, Field(ge=1)] = 1

    @field_validator("right")
    @classmethod
    def _fields(cls, places: tuple[str, ...]) -> tuple[str, ...]:
        _check_places(places)
        return places

    @model_validator(mode="after")
    def _something(self) -> Check:
        if not (self.passed or self.right or self.event or self.reached):
            raise ValueError("passed | right | event | reached")
        life = REGISTRATION if self.matter is None else LIFECYCLES[self.matter]
        for said, known in ((self.event, life.events), (self.reached, life.states)):
            _one_of(said, known)
        return self

    @property
    def reads_log(self) -> bool:
        """Whether it looks for lines of the log."""
        return bool(self.event or self.reached)


class Step(_Part):
    """One step: its title, what is told or asked (the cue), what helps, what solves it and when it is done.

    `faults` are what others do as the step begins, so that the step has something to meet; `rules` and `refusals` name
    what it is about, by the ids of the rule table and the keys or codes of the refusal catalogue.
    """

    key: Key
    title: Words
    cue: Words
    hint: Words
    faults: tuple[Deed, ...] = ()
    solution: Annotated[tuple[Deed, ...], Field(min_length=1)]
    check: Check
    rules: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()

    @field_validator("faults")
    @classmethod
    def _by_others(cls, faults: tuple[Deed, ...]) -> tuple[Deed, ...]:
        if any(not each.by_others for each in faults):
            raise ValueError("world.… | platform.…")
        return faults

    @field_validator("refusals")
    @classmethod
    def _known(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        for key in keys:
            _known_refusal(key)
        return keys


class StepsFile(_Part):
    """A part: steps that several scenarios share."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


class Setup(_Part):
    """What a case is before the first step: an answers file's sections, walked; then deeds of parts and its own.

    `wrong` are the fields (`entity.code`) in which the walk has to find something.
    """

    edition: str = DEFAULT_EDITION
    answers: Mapping[str, Values] = Field(default_factory=dict, repr=False)
    world: FileWorld = FileWorld()
    wrong: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()

    @field_validator("edition")
    @classmethod
    def _an_edition(cls, edition: str) -> str:
        if edition not in editions():
            raise ValueError(" | ".join(editions()))
        return edition

    @field_validator("answers")
    @classmethod
    def _known_answers(cls, answers: Mapping[str, Values]) -> Mapping[str, Values]:
        for step, values in answers.items():
            if step not in sections():
                raise ValueError(" | ".join(sections()))
            known = {each.name for each in sections()[step]}
            if values.keys() - known:
                raise ValueError(" | ".join(sorted(known)))
        return answers

    @field_validator("wrong")
    @classmethod
    def _fields(cls, places: tuple[str, ...]) -> tuple[str, ...]:
        _check_places(places)
        return places


class Ending(_Part):
    """Where a matter has to stand at the end."""

    matter: Matter
    number: Annotated[int, Field(ge=1)] = 1
    state: str

    @model_validator(mode="after")
    def _a_state(self) -> Ending:
        _one_of(self.state, LIFECYCLES[self.matter].states)
        return self


class End(_Part):
    """How a case has to stand when every step is done."""

    state: State
    matters: tuple[Ending, ...] = ()


class Scenario(_Part):
    """One scenario whole, its parts put in. `name` is that of its file."""

    name: Key
    title: Words
    about: Words
    setup: Setup = Setup()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    end: End

    @model_validator(mode="after")
    def _fits_together(self) -> Scenario:
        keys = [step.key for step in self.steps]
        twice = next((key for key in keys if keys.count(key) > 1), "")
        if twice:
            raise ValueError(f"{twice}.key")
        known = load_edition(self.setup.edition).rules
        if wrong := next((step.key for step in self.steps if set(step.rules) - known.keys()), ""):
            raise ValueError(f"{wrong}.rules")
        return self

    def step(self, key: str) -> Step:
        """One step by its key.

        Raises:
            KeyError: there is none of that key.
        """
        return {step.key: step for step in self.steps}[key]


def _one_of(said: str, known: type[StrEnum]) -> None:
    names = sorted(each.value for each in known)
    if said and said not in names:
        raise ValueError(" | ".join(names))


def _known_refusal(key: str) -> None:
    try:
        refusal(key)
    except KeyError:
        raise ValueError("U-…") from None


def _fields(step: str) -> set[str]:
    return {each.name for each in form_fields(step, STEPS[step].answers)}


def _check_places(places: tuple[str, ...]) -> None:
    known = list(_places())
    if any(place not in known for place in places):
        raise ValueError(" | ".join(known))


def _places() -> Iterator[str]:
    for step in STEPS.values():
        yield from (f"{step.key}.{each.name}" for each in form_fields(step.key, step.answers))


def _actions() -> str:
    sections_of = sorted({key.partition(".")[0] for key in ACTIONS})
    return " | ".join([*(f"{section}.…" for section in sections_of), f"{WORLD}…", *DESK_DEEDS, AHEAD])

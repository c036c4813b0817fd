"""What a served program and its front tell each other beside what is shown.

Up it goes in a control sequence that no terminal knows and the front takes out; down in a file of the session's own,
which SIGUSR1 points at. Neither side believes the other more than its role allows.
"""

from __future__ import annotations

import base64
import os
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mpwizard.another_program import SERVED
from mpwizard.serving.escapes import Piece, Sort
from mpwizard.serving.people import Role

STATE_FILE = SERVED
"""The variable that names the file of the program's session."""
_BEGIN, _END = "\x1b]7337;", "\x07"
_LONGEST = 8192
_WORDS = 200
CARD_ROWS = 3
"""The rows of a cue card at the foot of a trainer's terminal, which nobody else sees."""
# An account's, or a guest's with a number behind it.
_NAME = 64


class Deed(StrEnum):
    """What a program can tell or ask. Those of a trainer are named first by `who` they are about."""

    AT = "at"
    HAND = "hand"
    PAUSE = "pause"
    GIVE = "give"
    TAKE_BACK = "take_back"
    ANSWER = "answer"
    WATCH = "watch"
    ASK = "ask"
    LOCK = "lock"
    SAY = "say"
    RESET = "reset"
    RECORD = "record"
    COLOURS = "colours"
    CARD = "card"


OF_TRAINERS = frozenset({Deed.WATCH, Deed.ASK, Deed.LOCK, Deed.SAY, Deed.RESET, Deed.RECORD, Deed.CARD})


class Closing(StrEnum):
    """Why a session is closed that its user has not left."""

    IDLE = "idle"
    LONG = "long"
    FULL = "full"
    STOPPED = "stopped"
    EMPTIED = "emptied"


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Whereabouts(_Told):
    """Where somebody is: a place on the desk by its key, a case by its number; what is wrong there; of an exercise the
    steps done, how many there are, and the hints that were looked at."""

    place: str = Field(default="", max_length=60)
    case: str = Field(default="", max_length=20)
    errors: int = Field(default=0, ge=0, le=999)
    done: int = Field(default=0, ge=0, le=999)
    steps: int = Field(default=0, ge=0, le=999)
    hints: int = Field(default=0, ge=0, le=999)


class Up(_Told):
    """One message of a program. A card is so many rows, each as wide as the terminal; none takes it away."""

    deed: Deed
    who: str = Field(default="", max_length=_NAME)
    words: str = Field(default="", max_length=_WORDS)
    on: bool = False
    at: Whereabouts | None = None
    card: tuple[Annotated[str, Field(max_length=400)], ...] = Field(default=(), max_length=CARD_ROWS)


class Line(_Told):
    """A line that a trainer says to the class, by its number."""

    number: int
    by: str
    words: str


class Row(_Told):
    """One session on the class board. `active_at` is when a key was last pressed, in seconds since 1970."""

    name: str
    role: Role
    at: Whereabouts
    active_at: float
    hand: bool = False
    away: bool = False
    locked: bool = False
    viewers: int = 0


class State(_Told):
    """All a program is told: who watches, who has its keyboard if its user has not, which trainer asks for it (each
    question has a number of its own) and what they say; why it is closed soon, and when, in seconds since 1970; the
    class, if its user is a trainer."""

    name: str = ""
    role: Role = Role.TRAINEE
    viewers: tuple[str, ...] = ()
    keyboard: str = ""
    paused: bool = False
    hand: bool = False
    locked: bool = False
    recorded: bool = False
    closing: Closing | None = None
    closes_at: float = 0
    question: int = 0
    asked_by: str = ""
    lines: tuple[Line, ...] = ()
    board: tuple[Row, ...] = ()


def upward(message: Up) -> str:
    """A message as the program writes it to its terminal."""
    return f"{_BEGIN}{base64.b64encode(message.model_dump_json(exclude_defaults=True).encode()).decode()}{_END}"


def is_upward(piece: Piece) -> bool:
    """Whether a piece of what a program writes is for the front, and not for any terminal."""
    return piece.sort is Sort.OSC and piece.text.startswith(_BEGIN)


def read_upward(piece: Piece) -> Up | None:
    """The message of such a piece; none where it is not as it should be."""
    told = piece.text[len(_BEGIN) :].removesuffix(_END)
    if len(told) > _LONGEST:
        return None
    try:
        return Up.model_validate_json(base64.b64decode(told, validate=True))
    except ValueError:
        return None


def write_state(path: Path, state: State) -> None:
    """Put a state where its program finds it, as a whole.

    Raises:
        OSError: there is no room, or no folder.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".front-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(state.model_dump_json())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_state(path: Path) -> State:
    """The state as it was last put there; that of a session without anybody where there is none."""
    try:
        return State.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return State()

"""What the tests of information and categories do with an account, and what they look at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from mpwizard.console.account import Account
from mpwizard.matters import Matter
from mpwizard.problems import Invalid, Refusal, Refused
from mpwizard.world import Decided
from tests.desk.console.holder import Holder


def states(holder: Holder, part: Matter) -> list[object]:
    """Where the matters of a kind stand, in their order."""
    return [each.state for each in holder.account.all(part)]


def also(account: Account, matter: Matter, state: object, **kept: object) -> Account:
    """The account with one matter more, as a gate may meet it."""
    first = account.matters[0]
    more = replace(first, id=1000 + len(account.matters), matter=matter, state=state, details=kept, due_at=None)
    return replace(account, matters=(*account.matters, more))


def decide(holder: Holder, matter: Matter, action: str, **values: str | bool) -> None:
    """Decide the platform's next answer in advance."""
    with holder.desk.working(holder.id) as work:
        assert work.world is not None
        work.world.decided.append(Decided(matter=matter, action=action, values=dict(values)))


def refused(holder: Holder, action: str, number: int | None = None, **values: object) -> Refusal:
    """The refusal that an action meets."""
    with pytest.raises(Refused) as caught:
        holder.do(action, number, **values)
    return caught.value.refusal


def problems(holder: Holder, action: str, **values: object) -> list[tuple[str, str]]:
    """What is wrong with the answers of an action: field and key."""
    with pytest.raises(Invalid) as invalid:
        holder.do(action, **values)
    return [(problem.field, problem.key) for problem in invalid.value.problems]


def paint(folder: Path, width: int = 200, height: int = 0, form: str = "PNG", colour: str = "green") -> str:
    """Where a picture lies that was just made: square and in one colour unless a test wants it otherwise."""
    path = folder / f"{width}-{height}-{colour}.{form.lower()}"
    Image.new("RGB", (width, height or width), colour).save(path, form)
    return str(path)

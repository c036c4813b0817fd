"""Desks to measure on, each in a folder of its own. All people and numbers on them are made up."""

from __future__ import annotations

from pathlib import Path

from mpwizard.bootstrap import open_desk
from mpwizard.desk import Desk
from mpwizard.domain import AccountType, CodeKind, EntityType, Kind, Method
from mpwizard.settings import Settings
from mpwizard.surroundings import Surroundings

ENTITY = {"name": "深圳市晨光科技有限公司", "code_kind": CodeKind.CREDIT_CODE.value, "code": "91110000109Y03WY52"}


def desk_in(folder: Path) -> Desk:
    """The desk whose files are in this folder, as `MPWIZARD_HOME` would choose it."""
    return open_desk(Settings(home=folder))


def filled_home(folder: Path, cases: int) -> str:
    """Make so many cases; the number of the newest, which stands at the top of the desk."""
    desk = desk_in(folder)
    references = [desk.create(Kind.PRACTICE).reference for _ in range(cases)]
    desk.close()
    return references[-1]


def at_credentials(desk: Desk) -> int:
    """A case whose next step is the address."""
    case = desk.create(Kind.PRACTICE).id
    desk.submit(case, "account_type", {"type": AccountType.MINI_PROGRAM.value}, None)
    return case


def at_administrator(desk: Desk) -> int:
    """A case whose next step is the administrator: six steps lie behind it."""
    case = at_credentials(desk)
    desk.submit(case, "credentials", {"email": "desk@example.com", "password": "Made-up-word-9", "agree": True}, None)
    Surroundings(desk).open_link(case)
    desk.submit(case, "entity_type", {"type": EntityType.ENTERPRISE.value}, None)
    desk.submit(case, "entity", ENTITY, None)
    desk.submit(case, "verification", {"method": Method.WECHAT_VERIFICATION.value}, None)
    return case

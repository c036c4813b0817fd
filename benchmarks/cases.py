"""Desks to measure on, each in a folder of its own. All people and numbers on them are made up."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mpwizard.account_desk import AccountDesk
from mpwizard.bootstrap import open_desk
from mpwizard.desk import Desk
from mpwizard.domain import AccountType, CodeKind, EntityType, Kind, Method
from mpwizard.problems import Refused
from mpwizard.settings import Settings
from mpwizard.surroundings import Surroundings

ENTITY = {"name": "深圳市晨光科技有限公司", "code_kind": CodeKind.CREDIT_CODE.value, "code": "91110000109Y03WY52"}

BANK = {"bank_name": "练习银行", "bank_account": "4400000000000000001"}
PERSON = {"name": "练习甲", "id_number": "110000190001010012", "mobile": "13800138000"}
CREDENTIALS = {"email": "desk@example.com", "password": "Made-up-word-9"}


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


def at_administrator(desk: Desk, method: Method = Method.WECHAT_VERIFICATION) -> int:
    """A case whose next step is the administrator: six steps lie behind it."""
    case = at_credentials(desk)
    desk.submit(case, "credentials", {**CREDENTIALS, "agree": True}, None)
    Surroundings(desk).open_link(case)
    desk.submit(case, "entity_type", {"type": EntityType.ENTERPRISE.value}, None)
    desk.submit(case, "entity", ENTITY, None)
    bank = BANK if method is Method.TRANSFER else {}
    desk.submit(case, "verification", {"method": method.value, **bank}, None)
    return case


def at_the_console(desk: Desk) -> int:
    """A registered case, its transfer paid, its administrator signed in: every section that can be is open."""
    case, around, accounts = at_administrator(desk, Method.TRANSFER), Surroundings(desk), AccountDesk(desk)
    saved = desk.save(case, "administrator", PERSON, None)
    desk.send_mobile_code(case)
    message = around.world(case).newest_message
    code = message.code if message is not None else ""
    with suppress(Refused):  # the code is right, and the scan still to come
        desk.submit(case, "administrator", {**PERSON, "sms_code": code}, saved)
    around.scan(case, by_administrator=True)
    desk.submit(case, "administrator", PERSON, desk.view(case).versions["administrator"])
    desk.submit(case, "confirmation", {"entity_is_final": True, "last_four": ENTITY["code"][-4:]}, None)
    around.pay(case)
    accounts.do(case, "sign_in.password", CREDENTIALS)
    accounts.do(case, "sign_in.scan")
    return case

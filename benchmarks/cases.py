"""Desks to measure on, each in a folder of its own. All people and numbers on them are made up."""

from __future__ import annotations

import shutil
from contextlib import closing, suppress
from pathlib import Path

from platformdirs import user_cache_path

from mpwizard.account_desk import AccountDesk
from mpwizard.bootstrap import open_desk
from mpwizard.case_query import CaseQuery
from mpwizard.desk import Desk
from mpwizard.domain import AccountType, CodeKind, EntityType, Kind, Method
from mpwizard.problems import Refused
from mpwizard.settings import Settings
from mpwizard.surroundings import Surroundings
from mpwizard.synthetic_desk.generating import generate

# Raise it when cases are made differently: then the homes in the cache are made anew.
_MADE_LIKE = 1
_SEED = 1
# Of a number that is too long for its column, so much of its end is there.
_SHOWN = 5
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


def kept_home(cases: int) -> Path:
    """A home with so many cases of all kinds, as `mpwizard practice generate` makes them: made once, and kept in the
    user's cache folder."""
    home = user_cache_path("mpwizard") / "benchmarks" / f"home-{_MADE_LIKE}-{cases}"
    if not home.exists():
        print(f"making a desk of {cases:,} cases, once", flush=True)
        unfinished = home.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        with closing(desk_in(unfinished)) as desk:
            generate(desk, cases, _SEED, lambda _done, _of: None)
        unfinished.rename(home)
    return home


def shown_at(home: Path, place: int) -> str:
    """What the list shows of the number of the case at a place, counted from nought: the end of a long one. What has
    fallen due happens before, or it would when the program starts."""
    with closing(desk_in(home)) as desk:
        while desk.let_deadlines_pass():
            pass
        page = desk.listed.page(CaseQuery(), limit=place + 1)
    return page.rows[place].record.reference[-_SHOWN:]


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

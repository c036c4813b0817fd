"""Somebody who takes one practice case as far as a template wants it, by the use-cases that screens call."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from mpwizard.account_desk import AccountDesk
from mpwizard.bulk import Bulk, Mark, Wish
from mpwizard.catalogues import Catalogue, catalogue
from mpwizard.clock import FixedClock
from mpwizard.console.account import Account
from mpwizard.console.verification_papers import is_offered, papers
from mpwizard.desk import Desk
from mpwizard.domain import AccountType, CodeKind, EntityType, Method
from mpwizard.matters import Matter
from mpwizard.problems import Refused
from mpwizard.surroundings import WRONG_REMARK, Surroundings
from mpwizard.synthetic_desk.names import Holder

# What every account of the desk is signed in to with.
PASSWORD = "Practice-Desk-2"  # noqa: S105 - of accounts that are made up

_BANK = "练习银行"
_INTRODUCTION = "{app}：在线下单、预约和会员服务，数据均为练习样例。"
_PAGE = {"path": "pages/index/index", "title": "首页", "tags": "下单 预约"}
_DEADLINE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Player:
    """Plays for one holder on a scratch desk, whose clock goes on while they do."""

    desk: Desk
    clock: FixedClock
    folder: Path
    holder: Holder
    entity_type: EntityType
    method: Method | None
    chance: random.Random
    case_id: int

    # --- the registration --------------------------------------------------------------------------------------------

    def choose_account(self) -> None:
        """The first step."""
        self._submit("account_type", type=AccountType.MINI_PROGRAM.value)

    def ask_for_mail(self) -> None:
        """The address and the password; the activation mail goes out."""
        self._wait(minutes=10)
        self._submit("credentials", email=self.holder.email, password=PASSWORD, agree=True)

    def resend_mail(self) -> None:
        """The mail did not come, and is sent once more."""
        self._wait(minutes=90)
        self.desk.resend_activation(self.case_id)

    def open_mail(self) -> None:
        """The link of the mail is opened."""
        self._wait(minutes=30)
        self._around.open_link(self.case_id)

    def choose_entity_type(self) -> None:
        """Whose account it becomes."""
        self._wait(minutes=20)
        self._submit("entity_type", type=self.entity_type.value)

    def describe_entity(self) -> None:
        """The organisation's name and number; an individual has neither."""
        self._wait(minutes=40)
        if self.entity_type is not EntityType.INDIVIDUAL:
            self._submit(
                "entity", name=self.holder.company, code_kind=CodeKind.CREDIT_CODE.value, code=self.holder.code
            )

    def choose_verification(self) -> None:
        """The way in which the organisation proves itself."""
        if self.entity_type is EntityType.INDIVIDUAL:
            return
        self._wait(minutes=15)
        chosen = {} if self.entity_type in (EntityType.GOVERNMENT, EntityType.MEDIA, EntityType.OTHER) else self._method
        self._submit("verification", **chosen)

    def name_administrator(self) -> None:
        """The administrator is named, and nothing proven yet."""
        self._wait(hours=4)
        self.desk.save(self.case_id, "administrator", self._person, None)

    def prove_administrator(self) -> None:
        """The code comes and is handed in, the QR code scanned."""
        self.name_administrator()
        self._wait(minutes=5)
        self.desk.send_mobile_code(self.case_id)
        message = self._around.world(self.case_id).newest_message
        with suppress(Refused):  # the code is right, and the scan still to come
            self._submit("administrator", **self._person, sms_code=message.code if message is not None else "")
        self._around.scan(self.case_id, by_administrator=True)
        self._submit("administrator", **self._person)

    def confirm(self) -> None:
        """The entity becomes final."""
        self._wait(minutes=10)
        final = self.holder.id_number if self.entity_type is EntityType.INDIVIDUAL else self.holder.code
        self._submit("confirmation", entity_is_final=True, last_four=final[-4:])

    def pay_wrongly(self) -> None:
        """The transfer comes with another remark, and goes back."""
        self._wait(days=1)
        with suppress(Refused):
            self._around.pay(self.case_id, remark=WRONG_REMARK)

    def pay(self) -> None:
        """The transfer comes, where one is waited for."""
        if self.method is Method.TRANSFER:
            self._wait(days=2)
            self._around.pay(self.case_id)

    def miss_deadline(self) -> None:
        """The transfer does not come in time."""
        due = self.desk.view(self.case_id).record.due_at
        if due is not None:
            self.clock.move(due - self.clock.now() + _DEADLINE)
        self.desk.view(self.case_id)

    def abandon(self) -> None:
        """Nobody wants it any more."""
        self._wait(days=12)
        self.desk.abandon(self.case_id)

    def archive(self) -> None:
        """It leaves the desk."""
        self._wait(days=20)
        Bulk(self.desk).apply(Wish(Mark.ARCHIVE), [self.case_id])

    # --- the console -------------------------------------------------------------------------------------------------

    def sign_in(self) -> None:
        """Through the door."""
        self._wait(hours=20)
        self._do("sign_in.password", email=self.holder.email, password=PASSWORD)
        self._do("sign_in.scan")

    def apply_for_verification(self) -> None:
        """Every paper of the WeChat verification is at hand and handed in."""
        self._wait(days=1)
        account = self._account
        at_hand = dict.fromkeys(papers(account) if is_offered(account) else (), True)
        bank = {"bank_name": _BANK, "bank_account": self.holder.bank_account}
        self._do("verification.apply", agree=True, **at_hand, **bank)

    def pay_fee(self) -> None:
        """The fee of the verification, where there is one."""
        self._wait(hours=6)
        if self._allowed("verification.pay"):
            self._do("verification.pay")

    def take_verification(self) -> None:
        """The platform begins to look at it."""
        self._wait(hours=8)
        self._do("verification.take")

    def return_verification(self) -> None:
        """A paper is missing."""
        self._wait(days=1)
        self._do("verification.return", reason="verification_paper_unreadable")

    def refuse_verification(self) -> None:
        """The verification ends."""
        self._wait(days=1)
        self._do("verification.refuse", reason="entity_not_registered")

    def pass_verification(self) -> None:
        """The entity is verified."""
        self._wait(days=2)
        self._do("verification.pass")

    def hand_in_name(self) -> None:
        """A name of the Mini Program's own."""
        self._wait(hours=5)
        self._do("information.name", name=self.holder.app)

    def hand_in_avatar(self) -> None:
        """A picture in one colour."""
        from PIL import Image

        self._wait(minutes=30)
        picture = self.folder / f"{self.case_id}.png"
        colour = tuple(self.chance.randrange(256) for _ in range(3))
        Image.new("RGB", (144, 144), colour).save(picture)
        self._do("information.avatar", path=str(picture))

    def introduce(self) -> None:
        """What it is for."""
        self._wait(minutes=15)
        self._do("information.introduction", text=_INTRODUCTION.format(app=self.holder.app))

    def add_category(self) -> None:
        """A service category that needs no papers."""
        self._wait(minutes=15)
        self._do("categories.add", code=self._category)

    def submit_category(self) -> None:
        """A service category that is reviewed with papers."""
        self._wait(hours=3)
        code, needed = next(
            (each.code, each.papers[0])
            for each in catalogue(Catalogue.NON_PERSONAL)
            if each.papers and each.exact and not each.restricted
        )
        self._do("categories.add", code=code)
        self._do("categories.papers", papers=",".join(needed))
        self._do("categories.submit")

    def reject_category(self) -> None:
        """Its papers are not good enough."""
        self._wait(days=2)
        self._do("categories.reject", reason="category_paper_missing")

    def add_developer(self) -> None:
        """Somebody who writes the code."""
        self._wait(hours=2)
        self._do("members.add", role="developers", name=self.holder.colleague, wechat_id=self.holder.wechat_id)

    def upload(self) -> None:
        """A version arrives from the developer tool."""
        self._wait(days=6)
        self._do("versions.upload", version=f"1.{self._versions}.0", developer="administrator")

    def describe_page(self) -> None:
        """The page by which it is reviewed."""
        self._wait(hours=1)
        self._do("versions.add_page", **_PAGE, category=self._category)

    def submit_version(self) -> None:
        """The version goes into review."""
        self._wait(hours=2)
        self._do("versions.submit")

    def reject_version(self) -> None:
        """It comes back."""
        self._wait(days=1)
        self._do("versions.reject", reason="crashes")

    def submit_again(self) -> None:
        """What was wrong is right now."""
        self._wait(days=2)
        self._do("versions.fixed", fix="1")
        self._do("versions.submit")

    def approve_version(self) -> None:
        """It may go online."""
        self._wait(days=1)
        self._do("versions.approve")

    def release(self) -> None:
        """It goes online."""
        self._wait(hours=9)
        self._do("versions.release")

    def apply_for_pay(self) -> None:
        """WeChat Pay is asked for."""
        self._wait(days=4)
        self._do(
            "pay.apply",
            contact_name=self.holder.person,
            contact_mobile=self.holder.mobile,
            holder=self.holder.company,
            bank_name=_BANK,
            bank_account=self.holder.bank_account,
        )

    def approve_pay(self) -> None:
        """The platform opens it."""
        self._wait(minutes=30)
        if self._allowed("pay.take"):
            self._do("pay.take")
        self._do("pay.approve")

    def sign_pay(self) -> None:
        """The contract is signed."""
        self._wait(days=1)
        self._do("pay.sign")

    def link_official_account(self) -> None:
        """It is linked to an official account."""
        self._wait(days=3)
        self._do("official_accounts.link", name=self.holder.app, owner="same")
        self._do("official_accounts.confirm")

    # --- inside ------------------------------------------------------------------------------------------------------

    @property
    def _around(self) -> Surroundings:
        return Surroundings(self.desk)

    @property
    def _account(self) -> Account:
        return AccountDesk(self.desk).view(self.case_id).account

    @property
    def _person(self) -> Mapping[str, object]:
        return {"name": self.holder.person, "id_number": self.holder.id_number, "mobile": self.holder.mobile}

    @property
    def _method(self) -> Mapping[str, object]:
        if self.method is not Method.TRANSFER:
            return {"method": str(self.method)}
        return {"method": self.method.value, "bank_name": _BANK, "bank_account": self.holder.bank_account}

    @property
    def _category(self) -> str:
        chosen = Catalogue.PERSONAL if self.entity_type is EntityType.INDIVIDUAL else Catalogue.NON_PERSONAL
        return next(each.code for each in catalogue(chosen) if not each.needs_review and not each.restricted)

    @property
    def _versions(self) -> int:
        return len(self._account.all(Matter.VERSION))

    def _wait(self, **about: float) -> None:
        """Let about so much time pass."""
        self.clock.move(timedelta(seconds=round(timedelta(**about).total_seconds() * self.chance.uniform(0.3, 1.7))))

    def _submit(self, step: str, **values: object) -> None:
        view = self.desk.view(self.case_id)
        self.desk.submit(self.case_id, step, values, view.versions.get(step))

    def _do(self, action: str, **values: object) -> None:
        AccountDesk(self.desk).do(self.case_id, action, values)

    def _allowed(self, action: str) -> bool:
        offered = (offer for section in AccountDesk(self.desk).view(self.case_id).sections for offer in section.offers)
        return any(offer.allowed for offer in offered if offer.action.key == action)


Part = Callable[[Player], None]

"""What a random visitor of the console types: answers that fit more often than not, read off the forms by the fields'
names. A table, no rule."""

from __future__ import annotations

from mpwizard.wizard.context import Context
from mpwizard.wizard.form import FormField, Shape
from tests.desk.answers import PASSWORD, PEOPLE

NAMES = ("练习丁", "练习戊", "练习己")
JUNK = ("", "x", "练习", "0", "[/]\x1b", "N999999")
# What stands in a text field, by its name: the first ones are right.
TEXTS: dict[str, tuple[str, ...]] = {
    "email": ("ops@example.com", "other@example.com"),
    "password": (PASSWORD, "drei falsche Kraniche"),
    "name": ("练习样例小站", "练习小铺", "练习丁"),
    "text": ("练习用的小程序，用来登记练习样例。", "练习登记样例的第二版介绍。"),
    "code": ("N010201", "N1304", "P010101", "P0101"),
    "papers": ("1", "1 2", "1 2 3 4"),
    "wechat_id": tuple(f"practice_{number}" for number in range(50)),
    "version": ("1.0.0", "1.0.1", "2.0.0"),
    "path": ("pages/index/index", "pages/second/second"),
    "title": ("练习首页",),
    "tags": ("练习 样例", ""),
    "user": ("reviewer",),
    "percent": ("10", "50"),
    "contact_name": NAMES,
    "contact_mobile": ("13800100500",),
    "holder": ("练习样例有限公司", "练习别家有限公司"),
    "bank_name": ("练习银行",),
    "bank_account": ("4400000000000000077",),
    "entity": ("练习别家有限公司",),
    "company": ("练习样例有限公司", "练习别家有限公司"),
    "unit_name": ("练习一部", "练习二部"),
}
# What leads from a registered account to all that the guide knows.
THE_WAY = (
    "sign_in.password",
    "sign_in.scan",
    "verification.apply",
    "verification.pay",
    "verification.take",
    "verification.pass",
    "information.name",
    "information.name_accept",
    "information.avatar",
    "information.avatar_accept",
    "information.introduction",
    "information.introduction_accept",
    "categories.add",
    "members.add",
    "versions.upload",
    "versions.add_page",
    "versions.submit",
    "versions.approve",
    "versions.release",
    "pay.apply",
    "pay.take",
    "pay.approve",
    "pay.sign",
    "open_platform.create",
    "open_platform.qualify",
    "open_platform.bind",
    "official_accounts.link",
    "official_accounts.confirm",
    "wecom.link",
    "wecom.scan",
    "wecom.show",
)
WRONG = {"password": "drei falsche Kraniche"}
AT_HAND = {"papers": "1"}
A_VERSION = (("versions.upload", {}), ("versions.add_page", {}), ("versions.submit", {}))
# What leads off the way and back: each action with what is answered otherwise than right.
DETOURS: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "sign_in": (
        ("sign_in.out", {}),
        ("sign_in.password", WRONG),
        ("sign_in.password", {}),
        ("sign_in.scan_other", {}),
        ("sign_in.out", {}),
        *((("sign_in.password", WRONG),) * 10),
    ),
    "categories": (
        ("categories.add", {"code": "N1304"}),
        ("categories.remove", {}),
        ("categories.add", {"code": "N1304"}),
        ("categories.papers", AT_HAND),
        ("categories.submit", {}),
        ("categories.reject", {}),
        ("categories.submit", {}),
        ("categories.approve", {}),
        ("categories.remove", {}),
    ),
    "review": (
        *A_VERSION,
        ("versions.expedite", {}),
        ("versions.delay", {}),
        ("versions.withdraw", {}),
        ("versions.trial", {}),
        ("versions.submit", {}),
        ("versions.reject", {"reason": "no_test_account"}),
        ("versions.test_account", {}),
        ("versions.submit", {}),
        ("versions.approve", {}),
    ),
    "release": (
        *A_VERSION,
        ("versions.approve", {}),
        ("versions.release", {}),
        *A_VERSION,
        ("versions.approve", {}),
        ("versions.stage", {}),
        ("versions.release", {}),
        ("versions.roll_back", {}),
        ("versions.upload", {}),
        ("versions.delete", {}),
    ),
    "information": (
        ("information.name", {"name": "练习小铺"}),
        ("information.name_refuse", {}),
        ("information.avatar", {}),
        ("information.avatar_refuse", {}),
        ("information.introduction", {}),
        ("information.introduction_refuse", {}),
    ),
    "verification": (
        ("verification.apply", {}),
        ("verification.pay", {}),
        ("verification.take", {}),
        ("verification.return", {}),
        ("verification.correct", {}),
        ("verification.refuse", {}),
        ("verification.apply", {}),
    ),
    "pay": (("pay.reject", {}), ("pay.apply_again", {}), ("pay.take", {}), ("pay.reject", {})),
    "links": (
        ("open_platform.unbind", {}),
        ("official_accounts.unlink", {}),
        ("official_accounts.link", {}),
        ("official_accounts.decline", {}),
        ("wecom.hide", {}),
        ("wecom.unlink", {}),
        ("wecom.link", {}),
        ("wecom.scan_other", {}),
        ("wecom.decline", {}),
        ("members.remove", {}),
    ),
}
# What nobody may find in a note of the log.
PERSONAL = (
    *(value for person in PEOPLE for value in (person.name, person.id_number, person.mobile)),
    *(value for name, values in TEXTS.items() for value in values if name in ("wechat_id", "user", "contact_name")),
    "4400000000000000077",
    "ops@example.com",
    PASSWORD,
)


def picked(field: FormField, context: Context, pick: int) -> object:
    """An answer to a field: one of its choices, a tick, a text that may be right."""
    if field.ask.shape is Shape.TICK:
        return pick % 4 != 3
    if field.ask.shape is Shape.CHOICE:
        options = field.options(context)
        return options[pick % len(options)].value if options and pick % 13 != 12 else ""
    known = TEXTS.get(field.name, ("",))
    return JUNK[pick % len(JUNK)] if pick % 17 == 16 else known[pick % len(known)]

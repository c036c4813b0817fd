"""How personal values look where they need not be read: one mask per kind of value."""

from __future__ import annotations

from enum import StrEnum

DOT = "*"


class Mask(StrEnum):
    """The kinds of value that are hidden unless somebody asks to see them."""

    NAME = "name"
    ID_NUMBER = "id_number"
    MOBILE = "mobile"
    BANK_ACCOUNT = "bank_account"
    EMAIL = "email"
    WECHAT_ID = "wechat_id"
    PASSWORD = "password"  # noqa: S105 - the name of a mask


def masked(value: str, mask: Mask) -> str:
    """The value as lists, logs, exports and unfocused fields show it. An empty value stays empty."""
    if not value:
        return ""
    match mask:
        case Mask.NAME:
            return value[0] + DOT
        case Mask.ID_NUMBER:
            return _all_but_last(value, 4)
        case Mask.MOBILE:
            return value[:3] + DOT * 4 + value[-4:] if len(value) >= 11 else DOT * len(value)
        case Mask.BANK_ACCOUNT:
            return _all_but_last(value, 4)
        case Mask.EMAIL:
            local, at, domain = value.partition("@")
            return local[:1] + DOT * 3 + at + domain if at else DOT * 3
        case Mask.WECHAT_ID:
            return value[:3] + DOT * 3
        case Mask.PASSWORD:
            return "•" * 8


def _all_but_last(value: str, shown: int) -> str:
    if len(value) <= shown * 2:
        return DOT * len(value)
    return DOT * (len(value) - shown) + value[-shown:]

"""The field's own words as types: kinds of case, types of account and entity, ways to be verified."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

# The smallest sum in yuan.
FEN = Decimal("0.01")


class Kind(StrEnum):
    """Who answers for the platform: the built-in simulator, or the real one as the operator records it."""

    PRACTICE = "practice"
    RECORD = "record"


class AccountType(StrEnum):
    """What can be registered on the platform; only the Mini Program is registered here."""

    MINI_PROGRAM = "mini_program"
    SUBSCRIPTION = "subscription"
    SERVICE = "service"
    WECOM = "wecom"


class EntityType(StrEnum):
    """The six entity types (主体类型)."""

    INDIVIDUAL = "individual"
    ENTERPRISE = "enterprise"
    SOLE_TRADER = "sole_trader"
    GOVERNMENT = "government"
    MEDIA = "media"
    OTHER = "other"


class CodeKind(StrEnum):
    """The numbers an entity can be identified by."""

    CREDIT_CODE = "credit_code"
    LICENCE_NUMBER = "licence_number"
    ORGANISATION_CODE = "organisation_code"


class Method(StrEnum):
    """How the entity is verified at registration: corporate transfer (对公打款) or WeChat verification (微信认证)."""

    TRANSFER = "transfer"
    WECHAT_VERIFICATION = "wechat_verification"

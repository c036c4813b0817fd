"""Where sealed values and blind indexes belong. A name is part of what was sealed: renaming it loses its values."""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
    """The columns whose values are sealed."""

    DRAFT = "drafts.answers"
    NOTE = "log.note"
    BANK_ACCOUNT = "entities.bank_account"
    NAME = "administrators.name"
    ID_NUMBER = "administrators.id_number"
    MOBILE = "administrators.mobile"
    WORLD = "worlds.document"
    EMAIL = "emails.address"
    RECIPIENT = "mails.recipient"
    BODY = "mails.body"
    MATTER = "matters.details"
    CASE_NOTE = "case_notes.words"
    SAVED_VIEW = "saved_views.document"
    OPEN_ACCOUNT = "open_accounts.details"
    QUALIFIED_NOTE = "open_accounts.qualified_note"
    KEY_CHECK = "key_check.sealed"


class Blind(StrEnum):
    """The columns that hold blind indexes."""

    ID_NUMBER = "administrators.id_number_index"
    MOBILE = "administrators.mobile_index"
    PROOF = "proofs.subject_index"
    EMAIL = "emails.address_index"
    MATTER = "matters.subject_index"

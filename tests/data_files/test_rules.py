"""The shipped rule table: every rule the program asks for is there, of the right kind, and honest about its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal

import pytest

from mpwizard.catalogues import Catalogue
from mpwizard.domain import AccountType, CodeKind, EntityType, Method
from mpwizard.rules.edition import DEFAULT_EDITION, Confidence, Edition, Rule, editions, load_edition
from mpwizard.texts import option_texts

ORGANISATIONS = [entity_type for entity_type in EntityType if entity_type is not EntityType.INDIVIDUAL]

# The ids by the accessor they are read with.
KINDS: dict[str, tuple[Callable[[Edition, str], object], Iterable[str]]] = {
    "number": (
        Edition.number,
        [
            "email.accounts_max",
            "password.length_min",
            "password.length_max",
            "activation.code_length",
            "sms.code_length",
            "individual.age_min",
            "entity.name_length_min",
            "entity.name_length_max",
            "administrator.name_length_min",
            "administrator.name_length_max",
            "verification.review_starts_within",
            "transfer.remark_length",
            "transfer.checked_within",
            "transfer.refund_within",
            "transfer.account_digits_min",
            "transfer.account_digits_max",
            "transfer.bank_name_length_min",
            "transfer.bank_name_length_max",
            "limits.individual",
            "limits.administrator_id",
            "limits.administrator_mobile",
            *(f"limits.entity.{entity_type}" for entity_type in ORGANISATIONS),
            "signin.tries_max",
            "information.name_units_min",
            "information.name_units_max",
            "information.name_han_units",
            "information.name_review",
            "information.name_spares_max",
            "information.name_changes_before_release",
            "information.name_changes_after_release.individual",
            "information.name_changes_after_release.organisation",
            "information.name_changes_with_verification",
            "information.avatar_bytes_max",
            "information.avatar_side",
            "information.avatar_changes_per_year",
            "information.introduction_min",
            "information.introduction_max",
            "information.introduction_han_min",
            "information.introduction_changes_per_month",
            "categories.min",
            "categories.max",
            "categories.changes_per_month",
            "categories.review",
            "versions.latest_per_member",
            "versions.in_review_max",
            "versions.page_groups_min",
            "versions.page_groups_max",
            "versions.title_max",
            "versions.tags_max",
            "versions.tag_length_max",
            "versions.path_max",
            "versions.number_max",
            "versions.note_max",
            "versions.feedback_max",
            "versions.review",
            "versions.withdrawals_per_day",
            "versions.withdrawals_per_month",
            "versions.expedites_per_year.individual",
            "versions.expedites_per_year.organisation",
            "versions.rollbacks",
            "verification.review",
            "verification.corrections_max",
            "pay.review",
            "links.name_length_max",
            "open_platform.bind_same_entity_max",
            "open_platform.bind_other_entity_max",
            "official_accounts.same_entity_max",
            "official_accounts.other_entity_max",
            "official_accounts.new_per_month",
            "official_accounts.accounts_max",
            "official_accounts.new_accounts_per_month",
            "members.wechat_id_min",
            "members.wechat_id_max",
            *(
                f"members.{role}.{standing}"
                for role in ("developers", "trial")
                for standing in ("individual", "unverified", "verified")
            ),
        ],
    ),
    "span": (
        Edition.span,
        [
            "activation.lifetime",
            "activation.resend_pause",
            "sms.lifetime",
            "sms.resend_pause",
            "transfer.deadline",
            "signin.lock",
            "signin.scan_lifetime",
            "categories.first_review_extra",
            "versions.expedited_review",
            "verification.start_within",
            "verification.correction_deadline",
            "verification.validity",
            "verification.renewal_opens",
            "pay.sign_within",
            "official_accounts.confirm_within",
            "wecom.authorise_within",
        ],
    ),
    "money": (
        Edition.money,
        ["verification.fee", "transfer.amount_min", "transfer.amount_max", "open_platform.qualification_fee"],
    ),
    "flag": (
        Edition.flag,
        [
            "agreement.needed",
            "entity.final",
            "information.beside_development",
            "information.name_fixed_in_review",
            "information.avatar_square",
            "versions.expedite_returned_on_withdrawal",
            "versions.staged_release",
            "verification.fixed_entity",
            "verification.renewal_continues",
        ],
    ),
    "word": (
        Edition.word,
        ["transfer.payee_account", *(f"categories.catalogue.{entity_type}" for entity_type in EntityType)],
    ),
    "words": (
        Edition.words,
        [
            "entity_types",
            "account.registered_here",
            "administrator.name_signs",
            "email.must_not_be_used_at",
            *(f"entity.code_kinds.{entity_type}" for entity_type in ORGANISATIONS),
            *(f"entity.registrars.{entity_type}" for entity_type in ORGANISATIONS),
            *(f"verification.methods.{entity_type}" for entity_type in EntityType),
            *(f"verification.papers.{entity_type}" for entity_type in ORGANISATIONS),
            "information.name_signs",
            "members.wechat_id_signs",
            "versions.path_signs",
            "information.name_forbidden",
            "information.name_reserved",
            "information.name_protected",
            "information.avatar_formats",
            "information.introduction_payment_words",
            "versions.needs_information",
            "versions.needs_verification",
            "verification.offered",
            "verification.required",
            "verification.free_for",
            "verification.corporate_account",
            "pay.needs",
            "official_accounts.uses",
            "wecom.entries",
        ],
    ),
    "text": (
        Edition.text,
        [
            "entity.nameless_sole_trader",
            "verification.locked_until_passed",
            "verification.why_forced",
            "verification.why_none",
            "transfer.payee",
            "transfer.payee_bank",
            "signin.scan",
            "information.opens",
            "information.introduction_names_payment",
            "members.verified_means",
            "versions.one_in_review",
            "versions.test_account",
            "versions.release_by_hand",
            "verification.why_not_individual",
            "verification.lapsed",
            "open_platform.qualification",
            "open_platform.unionid",
            "wecom.needs_release",
            "wecom.scan",
            "wecom.visible",
            *(
                f"entity_type.{entity_type}.{cell}"
                for entity_type in EntityType
                for cell in ("scope", "cost", "verification", "never")
            ),
            *(
                f"account_type.{account_type}.{cell}"
                for account_type in AccountType
                for cell in ("purpose", "who", "where", "differs")
            ),
        ],
    ),
}
BY_ID = [(rule_id, read) for read, rule_ids in KINDS.values() for rule_id in rule_ids]
EDITIONS = [load_edition(edition_id) for edition_id in editions()]
RULES = [(edition.id, rule) for edition in EDITIONS for rule in edition.rules.values()]

each_rule = pytest.mark.parametrize("rule", [rule for _, rule in RULES], ids=[f"{at}:{rule.id}" for at, rule in RULES])
each_edition = pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)


@pytest.fixture
def guide() -> Edition:
    """The edition that new cases begin with."""
    return load_edition(DEFAULT_EDITION)


@each_edition
@pytest.mark.parametrize(("rule_id", "read"), BY_ID, ids=[rule_id for rule_id, _ in BY_ID])
def test_every_rule_asked_for_is_there_and_of_its_kind(
    edition: Edition, rule_id: str, read: Callable[[Edition, str], object]
) -> None:
    """A rule of another kind would only be noticed in front of an applicant."""
    read(edition, rule_id)


@each_edition
def test_no_rule_is_shipped_that_nobody_expects(edition: Edition) -> None:
    """A misspelt id would otherwise sit in the table, look right, and never be read."""
    assert edition.rules.keys() == {rule_id for rule_id, _ in BY_ID}


@each_rule
def test_a_rule_no_source_states_says_so(rule: Rule) -> None:
    """Users must be able to tell the platform's rule from our choice, in both languages, wherever it is shown."""
    is_default = rule.confidence is Confidence.DEFAULT
    assert is_default == rule.source.startswith("project default")
    assert is_default == ("默认" in rule.about.zh)
    assert is_default == ("project default" in rule.about.en)


def test_the_figures_of_the_guide_stand(guide: Edition) -> None:
    """What the official guide itself states is no matter of taste; a slip here would cost somebody a registration."""
    assert guide.span("transfer.deadline") == timedelta(days=10)
    assert guide.money("verification.fee") == Decimal(300)
    assert guide.number("individual.age_min") == 18
    assert guide.number("email.accounts_max") == 1
    assert guide.flag("entity.final")


def test_a_sole_trader_registers_fewer_than_any_other_organisation(guide: Edition) -> None:
    """The limits differ by a factor of ten; one table row copied too often would hide it."""
    limits = {entity_type: guide.number(f"limits.entity.{entity_type}") for entity_type in ORGANISATIONS}
    assert limits.pop(EntityType.SOLE_TRADER) == 5
    assert set(limits.values()) == {50}


@pytest.mark.parametrize(
    ("entity_type", "methods"),
    [
        (EntityType.INDIVIDUAL, ()),
        (EntityType.ENTERPRISE, (Method.TRANSFER, Method.WECHAT_VERIFICATION)),
        (EntityType.SOLE_TRADER, (Method.TRANSFER, Method.WECHAT_VERIFICATION)),
        (EntityType.GOVERNMENT, (Method.WECHAT_VERIFICATION,)),
        (EntityType.MEDIA, (Method.WECHAT_VERIFICATION,)),
        (EntityType.OTHER, (Method.WECHAT_VERIFICATION,)),
    ],
)
def test_each_entity_type_has_the_guides_ways_of_verification(
    guide: Edition, entity_type: EntityType, methods: tuple[Method, ...]
) -> None:
    """The whole end of the registration branches on this row."""
    assert guide.words(f"verification.methods.{entity_type}") == methods


@each_edition
def test_lists_use_the_domains_own_words(edition: Edition) -> None:
    """The lists are read back as the domain's types; another word would stop the wizard."""
    assert set(edition.words("entity_types")) <= set(EntityType)
    assert set(edition.words("account.registered_here")) <= set(AccountType)
    for entity_type in ORGANISATIONS:
        assert set(edition.words(f"entity.code_kinds.{entity_type}")) <= set(CodeKind)


@each_edition
def test_every_kind_of_number_is_led_by_the_credit_code(edition: Edition) -> None:
    """All papers issued today carry it; the first in the list is what the form offers first."""
    for entity_type in ORGANISATIONS:
        assert edition.words(f"entity.code_kinds.{entity_type}")[0] == CodeKind.CREDIT_CODE


@each_edition
def test_bounds_are_in_order(edition: Edition) -> None:
    """A lower bound above its upper one makes a field nobody can fill in."""
    lone = ("individual.age_min", "information.introduction_han_min")
    for shortest in (rule_id for rule_id in edition.rules if rule_id.endswith("_min") and rule_id not in lone):
        read = Edition.money if edition.rule(shortest).unit == "CNY" else Edition.number
        assert read(edition, shortest) < read(edition, shortest.removesuffix("_min") + "_max"), shortest


@each_edition
def test_the_practice_payee_cannot_be_mistaken_for_a_real_one(edition: Edition) -> None:
    """Somebody in a class may hold a real banking app; nothing shown may look like a place to send money to."""
    account = edition.word("transfer.payee_account")
    assert account.isdigit()
    assert account.strip("0") == "1"
    for rule_id in ("transfer.payee", "transfer.payee_bank"):
        assert "练习" in edition.text(rule_id).zh
        assert "practice" in edition.text(rule_id).en.lower()


@each_edition
@pytest.mark.parametrize("cell", ["scope", "cost", "verification", "never"])
def test_what_an_entity_type_means_fits_beside_its_choice(edition: Edition, cell: str) -> None:
    """These stand side by side for six types; a paragraph would push the choice off the screen."""
    for entity_type in EntityType:
        text = edition.text(f"entity_type.{entity_type}.{cell}")
        assert len(text.zh) <= 60
        assert len(text.en) <= 90


def test_the_figures_after_registration_stand(guide: Edition) -> None:
    """Members, page groups and links are limited by the guide itself; these rows are quoted to users word by word."""
    members = {
        (role, standing): guide.number(f"members.{role}.{standing}")
        for standing in ("individual", "unverified", "verified")
        for role in ("developers", "trial")
    }
    assert list(members.values()) == [5, 10, 10, 20, 20, 40]
    assert guide.number("versions.page_groups_max") == 5
    assert not guide.flag("versions.staged_release")
    assert guide.words("official_accounts.uses") == ("article", "menu", "template_message")


@each_edition
def test_who_may_and_who_must_be_verified_agrees_with_the_ways_at_registration(edition: Edition) -> None:
    """The guide says it twice, once for registering and once for applying; two tables must not drift apart."""
    methods = {entity_type: edition.words(f"verification.methods.{entity_type}") for entity_type in EntityType}
    may = {entity_type for entity_type, ways in methods.items() if Method.WECHAT_VERIFICATION in ways}
    must = {entity_type for entity_type, ways in methods.items() if ways == (Method.WECHAT_VERIFICATION,)}
    assert set(edition.words("verification.offered")) == may
    assert set(edition.words("verification.required")) == must
    assert set(edition.words("versions.needs_verification")) <= must
    assert set(edition.words("verification.free_for")) | set(edition.words("verification.corporate_account")) <= may


@each_edition
def test_every_paper_prerequisite_use_and_entrance_has_a_name(edition: Edition) -> None:
    """A checklist of keys helps nobody."""
    lists = {
        "paper": {f"verification.papers.{entity_type}" for entity_type in ORGANISATIONS},
        "pay.need": {"pay.needs"},
        "official_accounts.use": {"official_accounts.uses"},
        "wecom.entry": {"wecom.entries"},
    }
    for prefix, rule_ids in lists.items():
        wanted = {word for rule_id in rule_ids for word in edition.words(rule_id)}
        named = {key.removeprefix(f"{prefix}.") for key in option_texts() if key.startswith(f"{prefix}.")}
        assert named == wanted, prefix


@each_edition
def test_each_entity_type_has_a_catalogue_that_is_shipped(edition: Edition) -> None:
    """Individuals choose from a list of their own; nobody registers from abroad in this guide."""
    named = {entity_type: edition.word(f"categories.catalogue.{entity_type}") for entity_type in EntityType}
    assert named.pop(EntityType.INDIVIDUAL) == Catalogue.PERSONAL
    assert set(named.values()) == {Catalogue.NON_PERSONAL}


@each_edition
def test_the_bounds_of_categories_are_in_order(edition: Edition) -> None:
    """At least one, and never fewer than that."""
    assert edition.number("categories.min") < edition.number("categories.max")

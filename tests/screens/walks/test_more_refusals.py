"""The refusals that only an unusual answer reaches: told below the field, with what was typed still in it."""

from __future__ import annotations

import pytest
from textual.events import Paste

from mpwizard.domain import EntityType
from mpwizard.i18n import Language
from tests.desk.answers import PASSWORD, Applicant, answers_for
from tests.screens.walks.conftest import Begin, Sit
from tests.screens.walks.operator import Operator

LANGUAGES = pytest.mark.parametrize("language", [Language.ZH, Language.EN], ids=str)

ADMINISTRATOR = answers_for(EntityType.ENTERPRISE)["administrator"]

# Spaces that look like nothing or like any other space; no key of a keyboard types them, a paste brings them.
NO_BREAK_SPACE, FULL_WIDTH_SPACE = "\xa0", "\u3000"

LICENCES_WITH_LETTERS = ("11010000000001A", "91110000109Y03WY52", "注册号110100000000013")
STRANGE_ID_CARDS = (
    ("110000000101001", "U-131"),
    ("11000019000101001B", "U-132"),
    ("11000019000101X012", "U-132"),
    ("000000190001010017", "U-134"),
)


@pytest.fixture
def applicant(begin: Begin) -> Applicant:
    """An enterprise that pays by transfer; nothing is answered yet."""
    return begin()


async def paste(operator: Operator, text: str) -> None:
    """Replace what stands in the focused line by a paste, as the terminal hands it over."""
    await operator.write("")
    operator.app.post_message(Paste(text))
    await operator.settled()


async def is_kept(operator: Operator, field: str, text: str) -> None:
    """Wait until a field's text, wrong as it is, lies in the draft."""
    step, name = field.split(".")
    await operator.until(lambda: operator.stored(step).get(name) == text, f"{text} in the draft")


@LANGUAGES
async def test_an_old_licence_number_has_digits_only(sit: Sit, applicant: Applicant, language: Language) -> None:
    """Whoever types the new code under the old kind is told so at once; nothing is taken out of what was typed."""
    applicant.reach("entity")
    async with sit(language) as operator:
        await operator.open(applicant.id)
        await operator.fill("entity.name", "练习样例有限公司")
        await operator.choose("entity.code_kind", "licence_number")
        for number in LICENCES_WITH_LETTERS:
            await operator.fill("entity.code", number)
            await operator.is_refused("U-104")
            assert operator.field == "entity.code"
            await is_kept(operator, "entity.code", number)
        await operator.choose("entity.code_kind", "credit_code")
        await operator.fill("entity.code", LICENCES_WITH_LETTERS[1])
        await operator.next("verification")


@LANGUAGES
async def test_a_name_is_written_in_full(sit: Sit, applicant: Applicant, language: Language) -> None:
    """The entity, its bank and its administrator: a name too short or too long for a document stays, and is told."""
    bounds = applicant.view.context.edition.number
    applicant.reach("entity")
    async with sit(language) as operator:
        await operator.open(applicant.id)
        await operator.choose("entity.code_kind", "credit_code")
        await operator.fill("entity.code", str(applicant.answers["entity"]["code"]))
        longest = bounds("entity.name_length_max")
        await _name_is_judged(operator, "entity.name", longest, "练习样例有限公司")
        await operator.next("verification")

        await operator.choose("verification.method", "transfer")
        await operator.fill("verification.bank_account", str(applicant.answers["verification"]["bank_account"]))
        await _name_is_judged(operator, "verification.bank_name", bounds("transfer.bank_name_length_max"), "练习银行")
        await operator.next("administrator")

        await operator.fill_administrator(ADMINISTRATOR)
        longest = bounds("administrator.name_length_max")
        await _name_is_judged(operator, "administrator.name", longest, str(ADMINISTRATOR["name"]))
        await operator.prove_mobile()
        assert operator.view.proofs


async def _name_is_judged(operator: Operator, field: str, longest: int, right: str) -> None:
    for wrong in (right[:1], "练" * (longest + 1)):
        await operator.fill(field, wrong)
        await operator.is_refused("U-110")
        assert operator.field == field
        assert f"{longest}" in operator.text
        await is_kept(operator, field, wrong)
    await operator.write(right)


@LANGUAGES
async def test_a_password_holds_nothing_that_cannot_be_typed_again(
    sit: Sit, applicant: Applicant, language: Language
) -> None:
    """A space that only a paste brings would lock its owner out the first time they type the password by hand."""
    applicant.reach("credentials")
    async with sit(language) as operator:
        await operator.open(applicant.id)
        await operator.fill("credentials.email", "ops@example.com")
        await operator.tick("credentials.agree")
        await operator.go_to("credentials.password")
        for strange in (NO_BREAK_SPACE, FULL_WIDTH_SPACE):
            await paste(operator, PASSWORD.replace(" ", strange))
            await operator.is_refused("U-122")
            assert operator.field == "credentials.password"
            assert "password" not in operator.stored("credentials")
        await paste(operator, PASSWORD)
        await operator.next("activation")


@LANGUAGES
@pytest.mark.parametrize("entity_type", [EntityType.ENTERPRISE, EntityType.INDIVIDUAL], ids=str)
async def test_a_strange_id_card_is_told_by_what_is_strange_about_it(
    sit: Sit, begin: Begin, entity_type: EntityType, language: Language
) -> None:
    """The card of old, a character that no card has, a region that never was: three ways out, three messages."""
    applicant = begin(entity_type)
    applicant.reach("administrator")
    async with sit(language) as operator:
        await operator.open(applicant.id)
        await operator.fill_administrator(ADMINISTRATOR)
        for number, code in STRANGE_ID_CARDS:
            await operator.fill("administrator.id_number", number)
            await operator.is_refused(code)
            assert operator.field == "administrator.id_number"
            await is_kept(operator, "administrator.id_number", number)
        await operator.write(str(ADMINISTRATOR["id_number"]))
        await operator.prove_mobile()
        assert operator.view.proofs

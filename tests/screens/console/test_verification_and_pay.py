"""S21 and S22 on the screen: verified in rounds and for a year, and with it WeChat Pay."""

from __future__ import annotations

from mpwizard.console.verification_papers import application
from mpwizard.domain import EntityType
from mpwizard.matters import Matter, Pay, Verification
from tests.screens.console.conftest import Console, Hold

MERCHANT = {
    "contact_name": "练习乙",
    "contact_mobile": "13800100500",
    "holder": "练习另一家有限公司",
    "bank_name": "练习银行",
    "bank_account": "4400000000000000001",
}


async def test_a_verification_is_returned_corrected_and_holds_for_a_year(console: Console, hold: Hold) -> None:
    """S21: a paper that is not there comes back; what passes gives room for more members; then the clock ends it."""
    holder = hold()
    async with console(holder) as operator:
        await operator.form_of("verification", "verification.apply")
        await operator.press("ctrl+n")
        await operator.settled()
        # Each tick says what it is about; one that may stay open has no star.
        await operator.reads("[ ] At hand · Business licence", "[ ] 手上有 · 营业执照")
        assert "·Businesslicence*" not in operator.column
        assert "·营业执照*" not in operator.column
        await operator.answer(agree=True, business_licence=True)
        await operator.submit()
        assert operator.newest(Matter.VERIFICATION).state is Verification.SUBMITTED
        await operator.is_not_done("verification", "verification.apply", "(U-771)", "(U-771)")
        await operator.deed("verification.pay", close=False)
        await operator.deed("deadline", close=False)
        await operator.deed("deadline")
        assert operator.newest(Matter.VERIFICATION).state is Verification.RETURNED

        await operator.form_of("verification", "verification.correct")
        await operator.refused_with("U-776")
        await operator.answer(first=True)
        await operator.submit()
        await operator.deed("verification.pass")
        assert operator.newest(Matter.VERIFICATION).state is Verification.PASSED
        assert application(operator.newest(Matter.VERIFICATION)).rounds[-1].corrected
        await operator.go("members")
        await operator.reads("0 of 40", "0/40")

        await operator.deed("deadline")
        assert operator.newest(Matter.VERIFICATION).state is Verification.EXPIRED
        await operator.reads("0 of 20", "0/20")


async def test_pay_waits_for_the_verification_and_is_signed(console: Console, hold: Hold) -> None:
    """S22: locked; rejected for an account of somebody else; corrected, approved, and signed for good."""
    holder = hold()
    async with console(holder) as operator:
        await operator.go("pay")
        await operator.reads("No WeChat verification holds yet. (U-781)", "还没有有效的微信认证。(U-781)")
        await operator.open_entry("lock")
        assert operator.section == "verification"
        holder.be_verified()
        await operator.press("f5")

        await operator.do("pay", "pay.apply", **MERCHANT)
        await operator.deed("deadline")
        assert operator.newest(Matter.PAY).state is Pay.REJECTED
        await operator.reads("To correct", "需改正")
        await operator.do("pay", "pay.apply_again", holder="练习样例有限公司")
        await operator.deed("pay.approve")
        await operator.for_good("pay", "pay.sign")
        assert operator.newest(Matter.PAY).state is Pay.SIGNED
        assert operator.section == "overview", "the section is done"


async def test_an_individual_is_told_that_neither_is_open(console: Console, hold: Hold) -> None:
    """S21 and S22: refused with the rule behind it, and nothing that would lift it."""
    async with console(hold(EntityType.INDIVIDUAL)) as operator:
        await operator.go("verification")
        await operator.reads("(U-770)", "这种主体不能申请微信认证。(U-770)")
        await operator.press("f1")
        await operator.reads("verification.why_not_individual", "verification.why_not_individual")
        await operator.press("escape")
        await operator.in_console()
        await operator.go("pay")
        await operator.reads("WeChat Pay is not open to individuals. (U-780)", "个人不能开通微信支付。(U-780)")

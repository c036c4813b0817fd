"""S13 on the screen: the password, then the administrator's own scan; what is wrong is told, and locks in the end."""

from __future__ import annotations

from mpwizard.matters import Matter, SignIn
from screens.console.page import SectionPage
from tests.desk.answers import PASSWORD
from tests.screens.console.conftest import Console, Hold

EMAIL = "ops@example.com"


async def test_signing_in_takes_the_password_and_the_administrators_scan(console: Console, hold: Hold) -> None:
    """From a locked section to an open one, and out again to the lock after too many tries."""
    holder = hold(signed_in=False)
    async with console(holder) as operator:
        await operator.go("members")
        await operator.reads("Sign in first. (U-710)", "请先登录。(U-710)")
        await operator.open_entry("lock")
        assert operator.section == "sign_in"

        await operator.form_of("sign_in", "sign_in.password")
        await operator.answer(email=EMAIL, password="wrong")
        await operator.refused_with("U-711")
        await operator.reads("Rule: signin.tries_max", "规则：signin.tries_max")
        await operator.answer(password=PASSWORD)
        await operator.submit()
        await operator.code_is_whole()
        assert operator.newest(Matter.SIGN_IN).state is SignIn.AWAITING_SCAN

        await operator.deed("sign_in.scan_other", close=False)
        await operator.reads("(U-311)", "扫码的不是管理员，请本人扫码。(U-311)")
        await operator.deed("sign_in.scan")
        assert operator.newest(Matter.SIGN_IN).state is SignIn.SIGNED_IN
        assert operator.section == "overview"
        await operator.settled()
        assert operator.page.query_one(SectionPage).scroll_offset.y == 0, "what is to be done now is in sight"

        await operator.straight("sign_in", "sign_in.out")
        await operator.form_of("sign_in", "sign_in.password")
        await operator.answer(email=EMAIL)
        for _ in range(5):
            await operator.answer(password="x")
            await operator.press("ctrl+n")
            await operator.settled()
        await operator.sees("U-712)")
        assert operator.newest(Matter.SIGN_IN).state is SignIn.LOCKED

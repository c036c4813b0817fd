"""A QR code that somebody is waited for to scan, with its words beside it: the smallest screen shows it as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal

from mpwizard.i18n import tr
from screens.widgets.facts import Fact, Facts
from screens.widgets.qr import QrCode

# Short, so that the code stays small; the domain is reserved for examples.
_SCAN_LINK = "https://w.example"


class ScanCode(Horizontal):
    """The code at the left; beside it what stands, and who scans."""

    DEFAULT_CSS = """
    ScanCode {
        height: auto;
        width: 100%;
        & Facts { width: 1fr; margin: 0 0 0 2; }
    }
    """

    def compose(self) -> ComposeResult:
        """The code, the words."""
        yield QrCode()
        yield Facts()

    def show(self, reference: str, stands: Sequence[Fact] = ()) -> None:
        """The code of a case, and what is said beside it."""
        self.query_one(QrCode).show(f"{_SCAN_LINK}/{reference}")
        words = Fact("", tr("The administrator scans this code with their own WeChat. F9 scans for them."))
        self.query_one(Facts).show([*stands, Fact("", ""), words] if stands else [words])

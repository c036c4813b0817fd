"""The end of the registration: nothing is asked, the platform or the clock decides."""

from __future__ import annotations

from mpwizard.wizard.form import Answers


class CompletionAnswers(Answers):
    """Nothing to answer."""

"""mpwizard: a case desk for WeChat Mini Program registrations. The headless core; no screen lives here."""

__version__ = "0.1.0"

"""The desk on the terminal: Textual screens over `mpwizard`. No rule, no storage, no platform lives here."""

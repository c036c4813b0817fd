"""The steps. One that has been released is never edited: the next one changes what it made."""

"""The index by which the text of a case is found, kept beside the case itself in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, TextClause, text

from mpwizard.store.grams import grams

_TEXT = text("SELECT search_text FROM cases WHERE id = :case")
_NEW_TEXT = text("UPDATE cases SET search_text = :words WHERE id = :case")
# SQLite keeps the pairs and not what they were made of: to take them out, they have to be said once more.
_TAKE_OUT = {
    "sqlite": text("INSERT INTO case_grams (case_grams, rowid, grams) VALUES ('delete', :case, :grams)"),
    "postgresql": text("DELETE FROM case_grams WHERE case_id = :case"),
}
_PUT_IN = {
    "sqlite": text("INSERT INTO case_grams (rowid, grams) VALUES (:case, :grams)"),
    "postgresql": text("INSERT INTO case_grams (case_id, grams) VALUES (:case, to_tsvector('simple', :grams))"),
}


class SearchIndex:
    """The search text of every case and its pairs, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, case_id: int, words: str) -> None:
        """Let a case be found by this text and by no other."""
        before = str(self._connection.execute(_TEXT, {"case": case_id}).scalar_one())
        if before == words:
            return
        self._connection.execute(_NEW_TEXT, {"case": case_id, "words": words})
        self._change(_TAKE_OUT, case_id, before)
        self._change(_PUT_IN, case_id, words)

    def put_new(self, texts: Iterable[tuple[int, str]]) -> None:
        """Let many new cases be found by the texts that they were written with."""
        rows = [{"case": case_id, "grams": " ".join(grams(words))} for case_id, words in texts]
        if rows:
            self._connection.execute(_PUT_IN[self._connection.dialect.name], rows)

    def _change(self, statements: Mapping[str, TextClause], case_id: int, words: str) -> None:
        pairs = grams(words)
        if pairs:
            values = {"case": case_id, "grams": " ".join(pairs)}
            self._connection.execute(statements[self._connection.dialect.name], values)

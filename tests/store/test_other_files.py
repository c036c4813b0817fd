"""A file under the database's name that is no database, at the first thing this program does."""

from __future__ import annotations

import pytest

from mpwizard.bootstrap import open_store
from mpwizard.problems import Trouble
from mpwizard.settings import load_settings


@pytest.mark.parametrize(("content", "told"), [(b"not a database at all", "damaged"), (b"SQLite format 3\0...", "key")])
def test_what_is_no_database_is_said_before_its_key_is_missed(content: bytes, told: str) -> None:
    """Who is sent to look for a key looks in vain: no key opens this file. Nothing is made beside it."""
    settings = load_settings()
    settings.database_path.parent.mkdir(parents=True)
    settings.database_path.write_bytes(content)
    with pytest.raises(Trouble) as caught:
        open_store(settings)
    assert told in caught.value.key
    assert settings.database_path.read_bytes() == content
    assert not settings.key_path.exists()

"""What every test gets unasked: folders of its own, English, UTC, and no way out to the network."""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from mpwizard.i18n import Language, Translator, use
from tests.machine import LACKING

# `ci` tries the same examples on every machine; `wide` goes looking: HYPOTHESIS_PROFILE=wide make test
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("wide", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what was not tried, for want of something on this machine: a green run would hide it."""
    told = [str(report.longrepr) for report in terminalreporter.getreports("skipped")]
    for lack in LACKING:
        skipped = sum(lack in each for each in told)
        if skipped:
            terminalreporter.write_sep("!", f"{skipped} tests did not run: {lack}", yellow=True)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The desk's own files go to a folder of this test alone; the value is the one that `MPWIZARD_HOME` names."""
    for name in [name for name in os.environ if name.startswith(("MPWIZARD_", "XDG_"))]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("MPWIZARD_HOME", str(home / "mpwizard"))
    return home / "mpwizard"


@pytest.fixture(autouse=True)
def english(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests speak English unless they choose otherwise, whatever the machine's locale and the test before them."""
    monkeypatch.setenv("MPWIZARD_LANG", "en")
    use(Translator(Language.EN))


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Local time is UTC, so that no expectation depends on where the test runs."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


class NetworkForbiddenError(AssertionError):
    """A test tried to leave the machine."""


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket reaches this machine or nothing: no test may depend on, or disturb, anybody's network."""
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    lookup = socket.getaddrinfo

    def local_lookup(host: Any, *rest: Any, **options: Any) -> Any:
        _refuse_unless_local(host)
        return lookup(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", local_lookup)


def _guarded(original: Callable[[socket.socket, Any], Any]) -> Callable[[socket.socket, Any], Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_unless_local(address[0])
        return original(self, address)

    return connect


def _refuse_unless_local(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        raise NetworkForbiddenError(f"a name other than localhost: {name}") from None
    if not (address.is_loopback or address.is_unspecified):
        raise NetworkForbiddenError(f"an address other than loopback: {name}")

"""The example for the system's own OpenSSH: a real server reads it, and takes from it what the page promises."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.machine import NO_SSHD

EXAMPLE = Path(__file__).parents[2] / "docs/serving/sshd_mpwizard.conf"
PROMISED = (
    "forcecommand /PATH/TO/mpwizard/.venv/bin/mpwizard",
    "disableforwarding yes",
    "permituserrc no",
    "clientaliveinterval 30",
    "clientalivecountmax 3",
    "channeltimeout session=2h",
)


def sshd(tmp_path: Path, config: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """What a server says of a file of settings."""
    program = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin") or shutil.which("sshd")
    if program is None:
        pytest.skip(NO_SSHD)
    key = tmp_path / "host_key"
    if not key.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    told = [program, "-f", str(config), "-h", str(key), *more]
    ran = subprocess.run(told, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"})
    if "rivilege separation" in ran.stderr:
        pytest.skip(NO_SSHD)
    return ran


def test_a_real_server_takes_the_example(tmp_path: Path) -> None:
    """Whole, without a word."""
    ran = sshd(tmp_path, EXAMPLE, "-t")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_it_holds_for_the_one_user_and_nobody_else(tmp_path: Path) -> None:
    """Whoever administers the machine keeps their shell."""
    ours = sshd(tmp_path, EXAMPLE, "-T", "-C", "user=mpwizard,host=desk.example,addr=127.0.0.1").stdout.splitlines()
    assert [line for line in PROMISED if line not in ours] == []
    assert {"acceptenv LANG", "acceptenv LC_*", "acceptenv COLORTERM"} <= set(ours)
    others = sshd(tmp_path, EXAMPLE, "-T", "-C", "user=root,host=desk.example,addr=127.0.0.1").stdout.splitlines()
    assert "forcecommand none" in others


def test_a_server_would_say_what_is_wrong(tmp_path: Path) -> None:
    """So that the tests above can fail."""
    wrong = tmp_path / "wrong.conf"
    wrong.write_text(EXAMPLE.read_text().replace("DisableForwarding", "DisableForwardings"))
    assert sshd(tmp_path, wrong, "-t").returncode != 0

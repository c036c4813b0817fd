"""The key by which a server is known."""

from __future__ import annotations

import os
from pathlib import Path

import asyncssh

from mpwizard.problems import Trouble


def host_key(path: Path) -> asyncssh.SSHKey:
    """The server's key, made at the first start.

    Raises:
        Trouble: `host_key_open` if others can read it, `host_key_wrong` if it is none.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "wb") as file:
            file.write(asyncssh.generate_private_key("ssh-ed25519").export_private_key())
            file.flush()
            os.fsync(file.fileno())
    if path.stat().st_mode & 0o077:
        raise Trouble("host_key_open", {"path": str(path)})
    try:
        return asyncssh.read_private_key(path)
    except (OSError, asyncssh.KeyImportError):
        raise Trouble("host_key_wrong", {"path": str(path)}) from None

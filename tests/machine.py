"""What a machine may lack that tests need; said in the summary of a run, because a green one would hide it."""

from __future__ import annotations

NO_POSTGRESQL = "no PostgreSQL on this machine: initdb is neither in the PATH nor under /usr/lib/postgresql"
NO_SSHD = "no OpenSSH server on this machine: sshd is neither in the PATH nor in /usr/sbin, or was never set up"
NO_TERMINALS = "no ssh or no tmux on this machine: neither is a part of the project"

LACKING = (NO_POSTGRESQL, NO_SSHD, NO_TERMINALS)

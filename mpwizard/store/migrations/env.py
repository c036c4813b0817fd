"""Called by alembic: runs the steps on the connection it is given, inside that connection's own transaction."""

from __future__ import annotations

from alembic import context


def run() -> None:
    """All steps or none: the caller's transaction holds them and the schema number."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=context.config.attributes["metadata"],
        render_as_batch=True,
    )
    context.run_migrations()


# The name under which alembic runs this file; imported by anybody else, it does nothing.
if __name__ == "env_py":
    run()

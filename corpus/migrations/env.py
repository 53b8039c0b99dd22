"""Alembic's entry: runs the steps in ``versions`` on the connection that ``corpus.database`` hands over."""

from alembic import context

from corpus.jobs_schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()

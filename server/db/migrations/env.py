"""How Alembic runs our migrations: on the connection that `server/db/schema.py` hands over, in one transaction."""

from alembic import context

from server.db.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
context.run_migrations()

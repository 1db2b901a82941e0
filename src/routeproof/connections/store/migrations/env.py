"""What Alembic runs to migrate: on the connection that it is handed, in the transaction begun there."""

from alembic import context

from routeproof.connections.store.migrating import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"], version_table=VERSION_TABLE, transactional_ddl=True
)
context.run_migrations()

"""Alembic's side of the database. A new migration is a new file in versions/.

Take the next number, write `upgrade()` with Alembic's operations, change lib/database/tables.py to
match, set HEAD in lib/database/migrate.py. Prefer additions: an older Skylit then goes on beside the
newer one. What breaks older ones also counts `schema_version` up and raises VERSION.
There is no way down: the way back is the copy that is put beside the file before a migration.
"""

"""Steps of migrations that say what an administrator has to do where they may not do it."""

import sys
from typing import Any

from django.contrib.postgres.operations import TrigramExtension
from django.db import Error, transaction

TRIGRAM_MISSING = """
PostgreSQL's extension pg_trgm is not there, and this database role may not create it.
The shop works without it; it corrects fewer misspellt searches. To have it, run as a superuser:
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX IF NOT EXISTS search_vocabulary_similar
    ON search_vocabulary USING gist (term gist_trgm_ops);
"""


class TrigramWhereAllowed(TrigramExtension):
    """Creates pg_trgm and the index that needs it; says what to do where the role may not.

    Does nothing on another engine. Never fails a deployment for a missing right.
    """

    INDEX = (
        "CREATE INDEX IF NOT EXISTS search_vocabulary_similar"
        " ON search_vocabulary USING gist (term gist_trgm_ops)"
    )

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        try:
            # A savepoint: what is refused must not spoil the migration's transaction.
            with transaction.atomic(using=schema_editor.connection.alias):
                super().database_forwards(app_label, schema_editor, from_state, to_state)
                schema_editor.execute(self.INDEX)
        except Error:
            sys.stderr.write(TRIGRAM_MISSING)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """The extension may serve others; the index goes with its table."""

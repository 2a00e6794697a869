"""Django's `migrate`, quicker and with a progress bar."""

import gc
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db.migrations import Migration
from django.db.models.signals import pre_migrate

from shop.core.progress import Progress


class Command(migrate.Command):
    """The same migrations in the same order; see docs/adr/0005-first-migration.md."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--bar", action="store_true", help="show one progress bar instead of a line per step"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate. Takes the schema's locks; on a new database about ten seconds."""
        self._progress = Progress(self.stdout) if options["bar"] else None
        self._done = self._total = 0
        pre_migrate.connect(self._count, dispatch_uid="migrate --bar")
        # Every step renders some sixty model classes and throws as many away, so the collector
        # runs all the time. Out of its sight, Django and the shop need not be searched again
        # and again: a quarter of the time, and no memory.
        gc.collect()
        gc.freeze()
        try:
            super().handle(*args, **options)
        finally:
            gc.unfreeze()
            pre_migrate.disconnect(dispatch_uid="migrate --bar")
            if self._progress:
                self._progress.finish()

    def migration_progress_callback(
        self, action: str, migration: Migration | None = None, fake: bool = False
    ) -> None:
        """Move the bar on, or say what Django says."""
        if self._progress is None:
            super().migration_progress_callback(action, migration, fake)
        elif action == "apply_success":
            self._done += 1
            self._progress.show("Migrating", self._done, self._total)

    def _count(self, *, plan: list[Any], **_: Any) -> None:
        """Keep how many steps are to come; Django tells it before the first one only here."""
        self._total = len(plan)

"""Encode the demo pictures ahead, for the repository."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from demo import paths, renditions
from shop.core.progress import Progress


class Command(BaseCommand):
    """Makes demo/renditions from demo/images; only what is missing or outdated.

    Run it after changing a demo picture, the widths in ``shop.media.selectors``
    or the encoding qualities in the settings, and commit the folder.
    """

    help = "Makes the demo pictures' renditions ahead (all cores); commit demo/renditions."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jobs", type=int, help="processes to use (default: one per core)")
        parser.add_argument("--force", action="store_true", help="encode all of them again")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(self.stdout)
        made = renditions.make(
            originals=paths.IMAGES,
            target=paths.RENDITIONS,
            jobs=options["jobs"],
            force=options["force"],
        )
        for _name, done, total in made:
            progress.show("Encoding pictures", done, total)
        progress.finish()
        size = sum(path.stat().st_size for path in paths.RENDITIONS.iterdir())
        self.stdout.write(f"demo/renditions holds {size / 1_000_000:.1f} MB.")

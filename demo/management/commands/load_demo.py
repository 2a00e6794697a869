"""Load the demo shop."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo import paths
from demo.loader import load
from demo.loader.report import EntryError, Report
from shop.core.progress import Progress

# They tell every page and every index entry; the progress bar says enough.
CHATTY_LOGGERS = ("wagtail", "django_tasks", "modelsearch")


@contextmanager
def quiet(verbosity: int) -> Iterator[None]:
    """Let the chatty loggers speak of warnings only, unless ``--verbosity 2`` asks for more."""
    loggers = [logging.getLogger(name) for name in CHATTY_LOGGERS]
    levels = [logger.level for logger in loggers]
    if verbosity < 2:
        for logger in loggers:
            logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


class Command(BaseCommand):
    """Loads the demo catalogue, pictures, pages and accounts; twice gives the same shop."""

    help = (
        "Loads the demo shop. Run again, it brings the catalogue back to the demo data and "
        "leaves pages and accounts alone. Accounts with a public password come with it, so it "
        "refuses outside DEBUG."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="load outside DEBUG, too")
        parser.add_argument(
            "--reset",
            action="store_true",
            help="bring demo pages and accounts back as well, over what was changed",
        )
        parser.add_argument(
            "--source",
            type=Path,
            default=paths.DEMO_DIR,
            metavar="FOLDER",
            help="a folder with catalogue.json and images/ (default: demo/)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["force"]:
            raise CommandError(
                "load_demo makes accounts with a public password, so it runs in development "
                "only (DEBUG). Add --force if that is what you want here."
            )
        report = Report()
        self.stdout.write("Loading the demo shop")
        try:
            with quiet(options["verbosity"]):
                loaded = load.load_shop(
                    folder=options["source"],
                    report=report,
                    progress=Progress(self.stdout),
                    reset=options["reset"],
                )
        except EntryError as error:
            raise CommandError(f"The demo shop was not loaded: {error}") from error
        self.stdout.write(
            f"The demo shop stands: {loaded.products} products in {loaded.variants} variants, "
            f"{loaded.categories} categories, {loaded.pictures} pictures, {loaded.pages} pages, "
            f"{loaded.opinions} reviews and questions, {loaded.people} accounts."
        )
        if report.skipped:
            entries = "entry was" if len(report.skipped) == 1 else "entries were"
            self.stderr.write(f"{len(report.skipped)} {entries} skipped:")
            for each in report.skipped:
                self.stderr.write(f"  {each.entry}: {each.reason}")

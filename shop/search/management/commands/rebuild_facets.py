"""Makes the tables of the listings anew."""

from typing import Any

from django.core.management.base import BaseCommand

from shop.core.progress import Progress
from shop.search.listings import services


class Command(BaseCommand):
    """Compares what listings know with the products and mends it; the shop may stay open."""

    help = "Rebuild what listings are filtered, counted and sorted by."

    def handle(self, *args: Any, **options: Any) -> None:
        """In batches of a thousand products, each one transaction."""
        progress = Progress(self.stdout)
        wrong = services.rebuild(progress=lambda done, of: progress.show("Products", done, of))
        progress.finish()
        self.stdout.write(f"{wrong} rows were not as they should be, and are now.")

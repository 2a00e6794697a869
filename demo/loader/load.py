"""Loads the whole demo shop, in the order in which its parts need each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from demo.loader import (
    entries,
    opinions,
    pages,
    people,
    pictures,
    places,
    product_pages,
    products,
    taxonomy,
)
from demo.loader.report import Report
from demo.loader.sections import Shelf
from shop.core.progress import Progress
from shop.search.listings.services import rebuild as rebuild_listings


@dataclass(frozen=True)
class Loaded:
    """How much stands now."""

    products: int
    variants: int
    categories: int
    pictures: int
    pages: int
    people: int
    opinions: int


def load_shop(*, folder: Path, report: Report, progress: Progress, reset: bool = False) -> Loaded:
    """Load the demo shop from ``folder``; twice gives the same shop.

    Catalogue data is brought back to what the files say. Pages and accounts
    that exist are left to whoever changed them, and so are reviews and questions,
    unless ``reset``. Each step is
    one transaction, each entry a savepoint; broken entries are reported.
    Raises ``EntryError`` where the catalogue as a whole cannot be read. Writes
    to the media storage.
    """
    data = entries.read(folder, report)
    with transaction.atomic():
        places.name_sites()
        places.load_countries()
        places.load_delivery(reset=reset)
        places.load_vat_rates()
        population = people.load(reset=reset)
    with transaction.atomic():
        library = pictures.load(folder=folder, data=data, report=report, progress=progress)
    with transaction.atomic():
        types = taxonomy.load_types(data=data, report=report)
        categories = taxonomy.load_categories(
            data=data, pictures=library, report=report, progress=progress
        )
    with transaction.atomic():
        shelf = products.load(
            data=data,
            types=types,
            categories=categories,
            pictures=library,
            folder=folder,
            report=report,
            progress=progress,
        )
    # What was written in bulk told nobody.
    rebuild_listings()
    with transaction.atomic():
        opinion_count = opinions.load(folder=folder, products=shelf, report=report, reset=reset)
    with transaction.atomic():
        page_count = pages.load(
            data=data,
            products=shelf,
            categories=categories,
            pictures=library,
            report=report,
            progress=progress,
            reset=reset,
        )
        shelf_of_pages = Shelf(products=shelf, categories=categories, pictures=library, pages={})
        page_count += product_pages.load(shelf_of_pages, types=types, reset=reset)
    return Loaded(
        products=len(shelf),
        variants=sum(len(entry.variants) for entry in data.products if entry.slug in shelf),
        categories=len(categories),
        pictures=len(library),
        pages=page_count,
        people=population,
        opinions=opinion_count,
    )

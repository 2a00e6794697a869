"""A small shop to break, and the whole demo shop loaded once for tests that look at it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from PIL import Image as PillowImage

Catalogue = dict[str, Any]


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path) -> None:
    """Every test has a media folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """What a test before this one remembered is about other rows."""
    cache.clear()


@pytest.fixture
def catalogue() -> Catalogue:
    """Two products, one of them in two colours."""
    return {
        "categories": [
            {"slug": "tableware", "name": "Tableware", "parent": None, "image": "plate.jpg"},
            {"slug": "mugs", "name": "Mugs & Cups", "parent": "tableware", "image": "mug-ink.jpg"},
        ],
        "product_types": [
            {
                "slug": "stoneware",
                "name": "Stoneware",
                "options": [{"code": "colour", "name": "Colour"}],
                "attributes": [
                    {"code": "colour", "name": "Colour"},
                    {"code": "care", "name": "Care"},
                ],
            }
        ],
        "products": [
            {
                "slug": "mug",
                "title": "Mug",
                "product_type": "stoneware",
                "categories": ["mugs"],
                "sku": "MUG",
                "price": "18.00",
                "currency": "GBP",
                "stock": 7,
                "attributes": {"care": "Dishwasher safe", "colour": "Ink, Oat"},
                "images": [{"file": "mug-ink.jpg", "alt": "Dark blue mug"}],
                "variants": [
                    {
                        "title": "Mug, Ink",
                        "sku": "MUG-INK",
                        "upc": "2000000000011",
                        "price": "18.00",
                        "stock": 4,
                        "options": {"colour": "Ink"},
                        "image": "mug-ink.jpg",
                    },
                    {
                        "title": "Mug, Oat",
                        "sku": "MUG-OAT",
                        "upc": "2000000000028",
                        "price": "19.50",
                        "stock": 3,
                        "options": {"colour": "Oat"},
                    },
                ],
                "related": ["plate"],
            },
            {
                "slug": "plate",
                "title": "Plate",
                "product_type": "stoneware",
                "categories": ["tableware"],
                "sku": "PLATE",
                "price": "22.00",
                "currency": "GBP",
                "stock": 5,
                "images": [{"file": "plate.jpg", "alt": "Cream plate"}],
                "related": ["mug"],
            },
        ],
        "collections": [
            {
                "slug": "breakfast",
                "title": "Breakfast",
                "description": "For the slow meal.",
                "image": "plate.jpg",
                "products": ["mug", "plate"],
            }
        ],
    }


@pytest.fixture
def source(tmp_path: Path, catalogue: Catalogue) -> Path:
    """A folder laid out like ``demo/``, without renditions."""
    folder = tmp_path / "source"
    (folder / "images").mkdir(parents=True)
    for name, colour in (("mug-ink.jpg", "#26324f"), ("plate.jpg", "#d9cdb8")):
        PillowImage.new("RGB", (60, 40), colour).save(folder / "images" / name)
    (folder / "extras.json").write_text(json.dumps({"swatches": {"Ink": "#26324f"}}))
    return folder


@pytest.fixture
def load(db: None, source: Path, catalogue: Catalogue) -> Callable[..., tuple[str, str]]:
    """Load the small shop as it stands now; returns what the command wrote and warned of."""

    def load_demo(**options: Any) -> tuple[str, str]:
        if not (source / "catalogue.json").exists() or options.pop("rewrite", True):
            (source / "catalogue.json").write_text(json.dumps(catalogue))
        out, err = io.StringIO(), io.StringIO()
        call_command("load_demo", force=True, source=source, stdout=out, stderr=err, **options)
        return out.getvalue(), err.getvalue()

    return load_demo


@pytest.fixture(scope="module")
def whole_demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The demo shop itself, loaded once for a module and rolled back after it."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media):
        with transaction.atomic():
            call_command("load_demo", force=True, stdout=io.StringIO())
            yield media
            transaction.set_rollback(True)


@pytest.fixture
def demo_shop(whole_demo: Path, settings: Any, db: None) -> Path:
    """The loaded demo shop; what a test changes is undone. Yields the media folder."""
    settings.MEDIA_ROOT = whole_demo
    return whole_demo

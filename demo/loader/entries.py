"""The demo data as checked, typed entries.

Every reader takes one raw entry and either returns it whole or raises
``EntryError`` with a reason a person can act upon.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from demo.loader.report import EntryError, Report

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
COLOUR = re.compile(r"^#[0-9a-f]{6}$")
CODE = re.compile(r"^[a-z_][a-z0-9_]*$")

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class PictureEntry:
    """A picture by its file name, with its alternative text."""

    file: str
    alt: str


@dataclass(frozen=True)
class FilmEntry:
    """A film of a product by its file name; ``poster`` is the file name of a picture."""

    file: str
    title: str
    poster: str


@dataclass(frozen=True)
class CategoryEntry:
    """A category; ``parent`` is the slug of the one above, ``image`` a file name."""

    slug: str
    name: str
    parent: str
    description: str
    image: str


@dataclass(frozen=True)
class TypeEntry:
    """A product type: attribute codes to names, and those that tell variants apart."""

    slug: str
    name: str
    requires_shipping: bool
    track_stock: bool
    attributes: Mapping[str, str]
    options: Mapping[str, str]


@dataclass(frozen=True)
class VariantEntry:
    """A variant; ``price`` in the catalogue's currency, tax included.

    ``expected_in_days``: when more comes, counted from the day it is loaded; 0 where nobody knows.
    """

    title: str
    sku: str
    upc: str
    price: Decimal
    stock: int
    options: Mapping[str, str]
    image: str
    expected_in_days: int = 0


@dataclass(frozen=True)
class ProductEntry:
    """A product, with its variants where it has any."""

    slug: str
    title: str
    tagline: str
    description: str
    product_type: str
    categories: tuple[str, ...]
    sku: str
    upc: str
    price: Decimal
    stock: int
    currency: str
    attributes: Mapping[str, str]
    images: tuple[PictureEntry, ...]
    variants: tuple[VariantEntry, ...]
    related: tuple[str, ...]
    films: tuple[FilmEntry, ...] = ()

    @property
    def common_attributes(self) -> Mapping[str, str]:
        """The attributes that all variants share; what differs is said by each of them."""
        differing = {code for variant in self.variants for code in variant.options}
        return {code: value for code, value in self.attributes.items() if code not in differing}


@dataclass(frozen=True)
class CollectionEntry:
    """A landing page about some products."""

    slug: str
    title: str
    description: str
    image: str
    products: tuple[str, ...]


@dataclass(frozen=True)
class DemoData:
    """All that could be read."""

    categories: tuple[CategoryEntry, ...] = ()
    product_types: tuple[TypeEntry, ...] = ()
    products: tuple[ProductEntry, ...] = ()
    collections: tuple[CollectionEntry, ...] = ()
    pictures: tuple[PictureEntry, ...] = ()
    swatches: Mapping[str, str] = field(default_factory=dict)
    materials: Mapping[str, str] = field(default_factory=dict)
    reductions: Mapping[str, Decimal] = field(default_factory=dict)
    focal_points: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def read(folder: Path, report: Report) -> DemoData:
    """Read ``catalogue.json`` and, where there is one, ``extras.json``.

    Entries that are broken are reported and left out. Raises ``EntryError``
    where a file as a whole cannot be read.
    """
    raw = _load(folder / "catalogue.json")
    extras = _load(folder / "extras.json") if (folder / "extras.json").exists() else {}
    products = tuple(_all(raw, "products", "product", product, report))
    pictures = {
        entry.file: entry
        for key, kind in (
            ("editorial", "editorial picture"),
            ("category_tiles", "category picture"),
        )
        for entry in _all(raw, key, kind, _picture, report)
    }
    pictures |= {entry.file: entry for each in products for entry in each.images}
    return DemoData(
        categories=tuple(_all(raw, "categories", "category", _category, report)),
        product_types=tuple(_all(raw, "product_types", "product type", _type, report)),
        products=products,
        collections=tuple(_all(raw, "collections", "collection", _collection, report)),
        pictures=tuple(pictures.values()),
        swatches=dict(_swatches(extras.get("swatches", {}), report)),
        materials=dict(_materials(extras.get("materials", {}), report)),
        reductions=dict(_reductions(extras.get("reductions", {}), report)),
        focal_points=dict(_focal_points(extras.get("focal_points", {}), report)),
    )


def product(raw: Mapping[str, Any]) -> ProductEntry:
    """One product; raises ``EntryError``."""
    variants = tuple(_variant(each) for each in _list(raw, "variants"))
    skus = [variant.sku for variant in variants]
    if len(set(skus)) != len(skus):
        raise EntryError("two of its variants have the same sku")
    categories = tuple(str(slug) for slug in _list(raw, "categories"))
    if not categories:
        raise EntryError("it is in no category")
    return ProductEntry(
        slug=_slug(raw),
        title=_text(raw, "title", 255),
        tagline=_text(raw, "tagline", 160, needed=False),
        description=_text(raw, "description", needed=False),
        product_type=_text(raw, "product_type"),
        categories=categories,
        sku=_text(raw, "sku", 128),
        upc=_text(raw, "upc", 64, needed=False),
        price=_amount(raw, "price"),
        stock=_count(raw, "stock"),
        currency=_text(raw, "currency", 12),
        attributes={code: str(value) for code, value in _mapping(raw, "attributes").items()},
        images=tuple(_picture(each) for each in _list(raw, "images")),
        variants=variants,
        related=tuple(str(slug) for slug in _list(raw, "related")),
        films=tuple(_film(each) for each in _list(raw, "films")),
    )


def _variant(raw: Mapping[str, Any]) -> VariantEntry:
    options = {code: str(value) for code, value in _mapping(raw, "options").items()}
    if not options:
        raise EntryError(f"variant {raw.get('sku', '?')} has no options")
    return VariantEntry(
        title=_text(raw, "title", 255),
        sku=_text(raw, "sku", 128),
        upc=_text(raw, "upc", 64, needed=False),
        price=_amount(raw, "price"),
        stock=_count(raw, "stock"),
        options=options,
        image=_text(raw, "image", needed=False),
        expected_in_days=_count({"expected_in_days": 0, **raw}, "expected_in_days"),
    )


def _category(raw: Mapping[str, Any]) -> CategoryEntry:
    return CategoryEntry(
        slug=_slug(raw),
        name=_text(raw, "name", 255),
        parent=_text(raw, "parent", needed=False),
        description=_text(raw, "description", needed=False),
        image=_text(raw, "image", needed=False),
    )


def _type(raw: Mapping[str, Any]) -> TypeEntry:
    def names(key: str) -> dict[str, str]:
        pairs = {_text(each, "code", 128): _text(each, "name", 128) for each in _list(raw, key)}
        for code in pairs:
            if not CODE.match(code):
                raise EntryError(f"“{code}” is not a code: small letters, digits and underscores")
        return pairs

    return TypeEntry(
        slug=_slug(raw),
        name=_text(raw, "name", 128),
        requires_shipping=raw.get("requires_shipping") is not False,
        track_stock=raw.get("track_stock") is not False,
        attributes=names("attributes"),
        options=names("options"),
    )


def _collection(raw: Mapping[str, Any]) -> CollectionEntry:
    return CollectionEntry(
        slug=_slug(raw),
        title=_text(raw, "title", 255),
        description=_text(raw, "description", needed=False),
        image=_text(raw, "image", needed=False),
        products=tuple(str(slug) for slug in _list(raw, "products")),
    )


def _picture(raw: Mapping[str, Any]) -> PictureEntry:
    return PictureEntry(file=_file(raw), alt=_text(raw, "alt", 255))


def _film(raw: Mapping[str, Any]) -> FilmEntry:
    return FilmEntry(
        file=_file(raw),
        title=_text(raw, "title", 160),
        poster=_text(raw, "poster", needed=False),
    )


def _file(raw: Mapping[str, Any]) -> str:
    file = _text(raw, "file", 90)
    if Path(file).name != file:
        raise EntryError(f"“{file}” is not a plain file name")
    return file


def _swatches(raw: Mapping[str, Any], report: Report) -> Iterator[tuple[str, str]]:
    for name, colour in raw.items():
        if isinstance(colour, str) and COLOUR.match(colour):
            yield name, colour
        else:
            report.skip(f"swatch {name}", f"“{colour}” is not a colour such as #26324f")


def _materials(raw: Mapping[str, Any], report: Report) -> Iterator[tuple[str, str]]:
    """By product, the one word that shoppers look for."""
    for slug, material in raw.items():
        if isinstance(material, str) and 0 < len(material) <= 40:
            yield slug, material
        else:
            report.skip(f"material of {slug}", f"“{material}” is not a word or two")


def _reductions(raw: Mapping[str, Any], report: Report) -> Iterator[tuple[str, Decimal]]:
    """By product, the price that it had until the day before yesterday."""
    for slug, price in raw.items():
        try:
            yield slug, Decimal(str(price))
        except InvalidOperation:
            report.skip(f"reduction of {slug}", f"“{price}” is not a price")


def _focal_points(raw: Mapping[str, Any], report: Report) -> Iterator[tuple[str, tuple[int, int]]]:
    for file, point in raw.items():
        try:
            across, down = (int(each) for each in point)
            if not (0 <= across <= 100 and 0 <= down <= 100):
                raise ValueError
        except (TypeError, ValueError):
            report.skip(f"focal point of {file}", f"“{point}” is not a pair of percentages")
        else:
            yield file, (across, down)


def _load(path: Path) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EntryError(f"{path.name} is not there") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise EntryError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(raw, dict):
        raise EntryError(f"{path.name} does not hold an object")
    return raw


def _all(
    raw: Mapping[str, Any],
    key: str,
    kind: str,
    reader: Callable[[Mapping[str, Any]], Entry],
    report: Report,
) -> Iterator[Entry]:
    entries = raw.get(key, [])
    if not isinstance(entries, list):
        report.skip(key, "this is not a list")
        return
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            report.skip(f"{kind} number {number}", "this is not an object")
            continue
        name = entry.get("slug") or entry.get("file") or f"number {number}"
        try:
            yield reader(entry)
        except EntryError as error:
            report.skip(f"{kind} {name}", error)


def _list(raw: Mapping[str, Any], key: str) -> list[Any]:
    value = raw.get(key) or []
    if not isinstance(value, list):
        raise EntryError(f"its {key} are not a list")
    return value


def _mapping(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = raw.get(key) or {}
    if not isinstance(value, dict):
        raise EntryError(f"its {key} are not an object")
    return value


def _text(raw: Mapping[str, Any], key: str, most: int = 0, *, needed: bool = True) -> str:
    if not isinstance(raw, Mapping):
        raise EntryError("a part of it is not an object")
    value = raw.get(key)
    if value is None or value == "":
        if needed:
            raise EntryError(f"it has no {key}")
        return ""
    if not isinstance(value, str):
        raise EntryError(f"its {key} is not a text")
    if most and len(value) > most:
        raise EntryError(f"its {key} is longer than {most} characters")
    return value


def _slug(raw: Mapping[str, Any]) -> str:
    slug = _text(raw, "slug", 255)
    if not SLUG.match(slug):
        raise EntryError(f"“{slug}” is not a slug: small letters, digits and hyphens")
    return slug


def _amount(raw: Mapping[str, Any], key: str) -> Decimal:
    value = raw.get(key)
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise EntryError(f"its {key} “{value}” is not an amount") from None
    if not amount.is_finite() or amount < 0 or amount != round(amount, 2):
        raise EntryError(f"its {key} “{value}” is not an amount")
    return amount


def _count(raw: Mapping[str, Any], key: str) -> int:
    value = raw.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise EntryError(f"its {key} “{value}” is not a whole number from 0")
    return value

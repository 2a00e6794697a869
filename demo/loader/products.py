"""Products with their variants, pictures, attributes, prices and stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from demo.loader import taxonomy
from demo.loader.entries import DemoData, ProductEntry, VariantEntry
from demo.loader.report import EntryError, Report
from shop.catalogue.models import (
    AttributeOption,
    Category,
    Product,
    ProductImage,
    ProductVideo,
)
from shop.core.oscar import (
    Partner,
    ProductAttribute,
    ProductAttributeValue,
    ProductCategory,
    ProductClass,
    ProductRecommendation,
)
from shop.core.progress import Progress
from shop.media.models import Image
from shop.partner.models import StockRecord
from shop.partner.services import record_price

STEP = "Products"
PARTNER = {"code": "tarn-and-weald", "name": "Tarn & Weald"}


@dataclass(frozen=True)
class _Shelf:
    """What the products refer to."""

    types: Mapping[str, ProductClass]
    categories: Mapping[str, Category]
    pictures: Mapping[str, Image]
    attributes: Mapping[tuple[int, str], ProductAttribute]
    choices: Mapping[tuple[int, str], AttributeOption]
    partner: Partner
    materials: Mapping[str, str]
    reductions: Mapping[str, Decimal]


def load(
    *,
    data: DemoData,
    types: Mapping[str, ProductClass],
    categories: Mapping[str, Category],
    pictures: Mapping[str, Image],
    folder: Path,
    report: Report,
    progress: Progress,
) -> Mapping[str, Product]:
    """Create or refresh the products by slug and SKU; returns them by slug.

    Each product is loaded whole or not at all (a savepoint), and a broken one
    is reported. A refresh brings title, texts, price and stock back to what the
    catalogue says; units that orders have reserved stay reserved.
    """
    partner, _created = Partner.objects.get_or_create(
        code=PARTNER["code"], defaults={"name": PARTNER["name"]}
    )
    shelf = _Shelf(
        types=types,
        categories=categories,
        pictures=pictures,
        attributes={
            (attribute.product_class_id, attribute.code): attribute
            for attribute in ProductAttribute.objects.select_related("option_group")
        },
        choices={
            (choice.group_id, choice.option): choice for choice in AttributeOption.objects.all()
        },
        partner=partner,
        materials=data.materials,
        reductions=data.reductions,
    )
    products: dict[str, Product] = {}
    newly_made: list[Product] = []
    for done, entry in enumerate(data.products, start=1):
        try:
            with transaction.atomic():
                if entry.slug in products:
                    raise EntryError("another product has this slug")
                product, created = _load_product(entry, shelf, report)
        except (EntryError, ValidationError, DatabaseError) as error:
            report.skip(f"product {entry.slug}", error)
        else:
            products[entry.slug] = product
            newly_made += created
            _load_films(product, entry, shelf, folder, report)
        progress.show(STEP, done, len(data.products))
    _spread_dates(newly_made)
    for entry in data.products:
        if entry.slug in products:
            _recommend(entry, products, report)
    progress.finish()
    return products


def _load_product(
    entry: ProductEntry, shelf: _Shelf, report: Report
) -> tuple[Product, list[Product]]:
    if entry.product_type not in shelf.types:
        raise EntryError(f"the product type “{entry.product_type}” is not there")
    product_class = shelf.types[entry.product_type]
    categories = taxonomy.by_slug(shelf.categories, entry.categories)
    product = Product.objects.filter(slug=entry.slug).exclude(structure=Product.CHILD).first()
    created = []
    if product is None:
        product = Product(slug=entry.slug)
        created.append(product)
    product.structure = Product.PARENT if entry.variants else Product.STANDALONE
    product.product_class = product_class
    product.title = entry.title
    product.tagline = entry.tagline
    product.description = entry.description
    product.upc = entry.upc or None
    product.save()
    for category in categories:
        ProductCategory.objects.get_or_create(product=product, category=category)
    _load_pictures(product, [picture.file for picture in entry.images], entry, shelf)
    for picture in entry.images:
        if picture.file not in shelf.pictures:
            report.skip(
                f"picture {picture.file} of product {entry.slug}",
                "it could not be loaded",
            )
    if entry.variants:
        StockRecord.objects.filter(product=product).delete()
    else:
        _load_stock(product, entry.sku, entry.price, entry.stock, entry.currency, shelf)
    values = dict(entry.common_attributes)
    if entry.slug in shelf.materials:
        values[taxonomy.MATERIAL] = shelf.materials[entry.slug]
    _load_values(product, product_class, values, shelf)
    if created and entry.slug in shelf.reductions:
        _reduce(product, shelf.reductions[entry.slug])
    for variant in entry.variants:
        child, is_new = _load_variant(product, variant, entry, shelf)
        if is_new:
            created.append(child)
    return product, created


def _load_variant(
    parent: Product, variant: VariantEntry, entry: ProductEntry, shelf: _Shelf
) -> tuple[Product, bool]:
    child = parent.children.filter(
        stockrecords__partner=shelf.partner, stockrecords__partner_sku=variant.sku
    ).first()
    is_new = child is None
    child = child or Product(structure=Product.CHILD)
    child.parent = parent
    child.title = variant.title
    child.upc = variant.upc or None
    child.save()
    _load_values(child, shelf.types[entry.product_type], variant.options, shelf)
    _load_stock(
        child,
        variant.sku,
        variant.price,
        variant.stock,
        entry.currency,
        shelf,
        expected_in_days=variant.expected_in_days,
    )
    if variant.image:
        _load_pictures(child, [variant.image], entry, shelf)
    return child, is_new


def _load_values(
    product: Product,
    product_class: ProductClass,
    values: Mapping[str, str],
    shelf: _Shelf,
) -> None:
    rows = []
    for code, value in values.items():
        attribute = shelf.attributes.get((product_class.pk, code))
        if attribute is None:
            raise EntryError(f"its type “{product_class.slug}” has no attribute “{code}”")
        row = ProductAttributeValue(product=product, attribute=attribute)
        if attribute.is_option:
            choice = shelf.choices.get((attribute.option_group_id, value))
            if choice is None:
                raise EntryError(f"“{value}” is no choice for “{code}”")
            row.value_option = choice
        else:
            row.value_text = value
        rows.append(row)
    ProductAttributeValue.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["attribute", "product"],
        update_fields=["value_text", "value_option"],
    )


def _load_pictures(product: Product, files: list[str], entry: ProductEntry, shelf: _Shelf) -> None:
    there = {image.original_id: image for image in product.images.all()}
    fresh = []
    wanted = [shelf.pictures[file] for file in files if file in shelf.pictures]
    for order, picture in enumerate(wanted):
        image = there.get(picture.pk)
        if image is None:
            fresh.append(ProductImage(product=product, original=picture, display_order=order))
        elif image.display_order != order:
            image.display_order = order
            image.save(update_fields=["display_order"])
    for image in fresh:
        image.save()


def _load_films(
    product: Product, entry: ProductEntry, shelf: _Shelf, folder: Path, report: Report
) -> None:
    """Hang on the product the films that it lacks, told by their titles. Writes to the storage."""
    there = set(product.videos.values_list("title", flat=True))
    for order, film in enumerate(entry.films):
        if film.title in there:
            continue
        try:
            content = (folder / "films" / film.file).read_bytes()
        except OSError:
            report.skip(f"film {film.file} of product {entry.slug}", "the file is not there")
            continue
        video = ProductVideo(product=product, title=film.title, display_order=order)
        video.poster = shelf.pictures.get(film.poster)
        video.file.save(film.file, ContentFile(content), save=False)
        video.save()


def _load_stock(
    product: Product,
    sku: str,
    price: Decimal,
    stock: int,
    currency: str,
    shelf: _Shelf,
    *,
    expected_in_days: int = 0,
) -> None:
    record = StockRecord.objects.filter(partner=shelf.partner, partner_sku=sku).first()
    if record is None:
        record = StockRecord(partner=shelf.partner, partner_sku=sku)
    elif record.product_id != product.pk:
        raise EntryError(f"the sku {sku} belongs to another product")
    record.product = product
    record.price = price
    record.price_currency = currency
    record.num_in_stock = stock
    record.expected_on = (
        timezone.localdate() + timedelta(days=expected_in_days) if expected_in_days else None
    )
    record.save()


def _reduce(product: Product, before: Decimal) -> None:
    """Give the product's price a past: until the day before yesterday it was dearer."""
    for record in StockRecord.objects.filter(product=product):
        now, price = timezone.now(), record.price
        record.price_changes.all().delete()
        record.price = before
        record_price(stockrecord=record, at=now - timedelta(days=90))
        record.price = price
        record_price(stockrecord=record, at=now - timedelta(days=2))


def _spread_dates(products: list[Product]) -> None:
    """Let the catalogue's order be the order of “newest first”, variants included."""
    now = timezone.now()
    for number, product in enumerate(products):
        product.date_created = now - timedelta(minutes=number)
    Product.objects.bulk_update(products, ["date_created"])


def _recommend(entry: ProductEntry, products: Mapping[str, Product], report: Report) -> None:
    rows = []
    for rank, slug in enumerate(entry.related):
        if slug not in products:
            report.skip(
                f"recommendation of {slug} on product {entry.slug}",
                "that product is not there",
            )
            continue
        rows.append(
            ProductRecommendation(
                primary=products[entry.slug],
                recommendation=products[slug],
                ranking=len(entry.related) - rank,
            )
        )
    ProductRecommendation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["primary", "recommendation"],
        update_fields=["ranking"],
    )

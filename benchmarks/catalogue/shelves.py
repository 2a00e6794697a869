"""A catalogue of any size, written in bulk; the same every time.

Seven in ten products stand alone, three have three variants. All have five facts that listings are
narrowed by, two pictures, a price and stock; some are reduced, some rated, some sold out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.utils import timezone

from shop.catalogue.models import AttributeOption, Category, Product, ProductAttribute, ProductImage
from shop.core.oscar import (
    AttributeOptionGroup,
    Partner,
    ProductAttributeValue,
    ProductCategory,
    ProductClass,
)
from shop.media.models import Image, Rendition
from shop.media.selectors import rendition_specs
from shop.partner.models import PriceChange, StockRecord
from shop.partner.services import record_prices
from shop.reviews.models import ProductReview
from shop.search.listings.services import rebuild
from shop.search.services import index_products

BATCH = 2000
#: The category that has as many products in every catalogue.
MEASURED = 500
TOPS, BELOW = 10, 5
PICTURES = 60
THINGS = ("Mug", "Bowl", "Plate", "Vase", "Lamp", "Tray", "Jug", "Stool", "Shelf", "Clock")
KINDS = ("Stoneware", "Oak", "Walnut", "Brass", "Linen", "Glass", "Ash", "Iron", "Marble", "Clay")
COLOURS = ("Oat", "Ink", "Moss", "Celadon", "Chalk", "Clay", "Ochre", "Sage", "Mist", "Forest")
FACTS: dict[str, tuple[str, Sequence[str]]] = {
    "colour": ("option", COLOURS),
    "size": ("option", ("Small", "Medium", "Large")),
    "material": ("option", KINDS),
    "maker": ("text", tuple(f"Workshop {number}" for number in range(1, 41))),
    "dishwasher": ("boolean", ("yes", "no")),
}
WORDS = "For the table, the shelf and the quiet corner. " * 2


def fill(size: int, *, search: bool = True) -> None:
    """Put `size` products on the shelves of an empty, migrated database.

    Without `search` nothing is found: its index takes most of the time.
    """
    dice = random.Random(size)
    kind = ProductClass.objects.create(name="Thing", track_stock=True)
    facts, options = _facts(kind)
    leaves, measured = _categories()
    _pictures(dice)
    images = list(Image.objects.order_by("pk").values_list("pk", flat=True))
    partner = Partner.objects.create(name="Workshop", code="workshop")
    now = timezone.now()
    _bulk(Product, (_product(n, kind, dice, now) for n in range(size)))
    parents = Product.objects.filter(structure=Product.PARENT).values_list("pk", "slug", "title")
    _bulk(Product, (_child(row, number) for row in parents for number in range(3)))

    own = list(
        Product.objects.order_by("pk").values_list("pk", "structure", "parent_id").iterator()
    )
    tops_of_all = [pk for pk, structure, _parent in own if structure != Product.CHILD]
    _bulk(ProductCategory, _placed(tops_of_all, leaves, measured, dice))
    _bulk(ProductImage, _shown(tops_of_all, images, dice))
    _bulk(ProductAttributeValue, _values(own, facts, options, dice))
    _bulk(StockRecord, _stock(own, partner, dice))
    record_prices()
    _reduce(dice)
    record_prices()
    _reviews(tops_of_all[0])
    vacuum()
    rebuild()
    if search:
        index_products(products=Product.objects.exclude(structure=Product.CHILD))
    vacuum()


def vacuum() -> None:
    """What PostgreSQL does by itself a while after so much was written."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _bulk(model: type[models.Model], rows: Iterator[models.Model]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)


def _facts(kind: Any) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    facts, options = {}, {}
    for code, (type_, values) in FACTS.items():
        group = None
        if type_ == "option":
            group = AttributeOptionGroup.objects.create(name=code.title(), code=code)
            options[code] = [
                AttributeOption.objects.create(
                    group=group, option=value, swatch="#d9cdb8" if code == "colour" else ""
                )
                for value in values
            ]
        facts[code] = ProductAttribute.objects.create(
            product_class=kind,
            name=code.title(),
            code=code,
            type=type_,
            option_group=group,
            is_filter=True,
        )
    return facts, options


def _categories() -> tuple[list[Any], Any]:
    """Those below the main ones, and the one of the same size everywhere."""
    leaves = []
    for number in range(TOPS):
        top = Category.add_root(name=f"Department {number}")
        for below in range(BELOW):
            top = Category.objects.get(pk=top.pk)
            leaves.append(top.add_child(name=f"Aisle {number} {below}"))
    return leaves, Category.add_root(name="Measured")


def _pictures(dice: random.Random) -> None:
    # In bulk, so that nobody goes about making renditions.
    _bulk(
        Image,
        (
            Image(
                title=f"Picture {number}",
                description=f"A thing on a table, seen from side {number}",
                file=f"original_images/picture-{number}.jpg",
                width=1400,
                height=1400,
                dominant_colour=f"#{dice.randrange(0x404040, 0xE0E0E0):06x}",
            )
            for number in range(PICTURES)
        ),
    )
    for image in Image.objects.all():
        Rendition.objects.bulk_create(
            Rendition(
                image=image,
                filter_spec=spec,
                file=f"images/picture-{image.pk}.{spec.split('|')[0]}.{_ending(spec)}",
                width=960,
                height=960,
                focal_point_key="",
            )
            for spec in rendition_specs(image)
        )


def _ending(spec: str) -> str:
    return "jpg" if "jpeg" in spec else "avif"


def _product(number: int, kind: Any, dice: random.Random, now: Any) -> Product:
    # Of several lengths, as titles are: were they all of one, the index would weigh each anew
    # with every batch that is added.
    first = dice.choice(("", "", "Small ", "Large hand-made "))
    title = f"{first}{dice.choice(KINDS)} {dice.choice(THINGS)} {number}"
    return Product(
        title=title,
        slug=f"thing-{number}",
        structure=Product.PARENT if number % 10 < 3 else Product.STANDALONE,
        product_class=kind,
        tagline="Made in small batches",
        description=WORDS,
        is_public=True,
        priority=int(number % 49 == 0),
        rating=dice.choice((None, None, None, 3.5, 4.0, 4.5, 5.0)),
        date_created=now - timedelta(minutes=number),
    )


def _child(parent: tuple[int, str, str], number: int) -> Product:
    pk, slug, title = parent
    return Product(
        title=f"{title}, {number}", slug=slug, structure=Product.CHILD, parent_id=pk, is_public=True
    )


def _placed(
    products: list[int], leaves: list[Any], measured: Any, dice: random.Random
) -> Iterator[ProductCategory]:
    for pk in products:
        yield ProductCategory(product_id=pk, category=dice.choice(leaves))
    for pk in dice.sample(products, min(MEASURED, len(products))):
        yield ProductCategory(product_id=pk, category=measured)


def _shown(products: list[int], images: list[int], dice: random.Random) -> Iterator[ProductImage]:
    for pk in products:
        for order, image in enumerate(dice.sample(images, 2)):
            yield ProductImage(product_id=pk, original_id=image, display_order=order)


def _values(
    products: Sequence[tuple[int, str, int | None]],
    facts: dict[str, Any],
    options: dict[str, list[Any]],
    dice: random.Random,
) -> Iterator[Any]:
    """Variants differ in colour; everything else is said by the product itself."""
    said: dict[str, Callable[[], dict[str, Any]]] = {
        "size": lambda: {"value_option": dice.choice(options["size"])},
        "material": lambda: {"value_option": dice.choice(options["material"])},
        "maker": lambda: {"value_text": dice.choice(FACTS["maker"][1])},
        "dishwasher": lambda: {"value_boolean": dice.random() < 0.5},
    }
    for pk, structure, _parent in products:
        if structure != Product.PARENT:
            colour = options["colour"][pk % len(COLOURS)]
            yield ProductAttributeValue(
                product_id=pk, attribute=facts["colour"], value_option=colour
            )
        if structure != Product.CHILD:
            for code, value in said.items():
                yield ProductAttributeValue(product_id=pk, attribute=facts[code], **value())


def _stock(
    products: Sequence[tuple[int, str, int | None]], partner: Any, dice: random.Random
) -> Iterator[StockRecord]:
    for pk, structure, _parent in products:
        if structure != Product.PARENT:
            yield StockRecord(
                product_id=pk,
                partner=partner,
                partner_sku=f"T-{pk}",
                price=Decimal(dice.randrange(500, 20000)) / 100,
                price_currency=settings.OSCAR_DEFAULT_CURRENCY,
                num_in_stock=dice.choice((0, 2, 9, 40, 40, 40, 40, 40)),
            )


def _reduce(dice: random.Random) -> None:
    """One price in twenty falls by a fifth, half a year after it was set."""
    PriceChange.objects.update(changed_at=timezone.now() - timedelta(days=180))
    fallen = StockRecord.objects.annotate(rest=models.F("pk") % 20).filter(rest=dice.randrange(20))
    fallen.update(price=models.F("price") * Decimal("0.8"))


def _reviews(product_id: int) -> None:
    reader = get_user_model().objects.create(email="reader@example.com")
    _bulk(
        ProductReview,
        (
            ProductReview(
                product_id=product_id,
                score=1 + number % 5,
                title=f"Used it {number} days",
                body=WORDS,
                status=ProductReview.APPROVED,
                name=f"Reader {number}",
                email="reader@example.com",
                user=None if number else reader,
            )
            for number in range(30)
        ),
    )

"""What is for sale, one item for each thing that can be bought, as Google Merchant Center has it.

The names and limits are those of its product data specification. Every amount is in the currency
beside it, as the product's own page shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.html import strip_tags
from django.utils.text import Truncator
from oscar.core.loading import get_model

from shop.catalogue.models import Category, Product
from shop.core.addresses import absolute_url
from shop.feeds.identifiers import valid_gtin
from shop.media.models import Rendition
from shop.media.selectors import FALLBACK_SPEC, fallback_url
from shop.partner.prices import shown_amount
from shop.partner.tax import delivery_charge
from shop.shipping.selectors import tariffs
from shop.shipping.weights import WEIGHT, parse_weight

BATCH = 500
TITLE, DESCRIPTION, PATH, NAME = 150, 5000, 750, 70  # characters that the specification allows
MORE_PICTURES = 10
SHIPPING_ENTRIES = 100
HEAVIEST_KG = 1000
# Neither AVIF nor drawings are taken.
PICTURE_TYPES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff")
# Attributes of ours by code, and what the feed calls them, with its limit.
DETAILS = {
    "colour": ("color", 100),
    "color": ("color", 100),
    "size": ("size", 100),
    "material": ("material", 200),
    "pattern": ("pattern", 100),
}
# What Google knows of these, and nothing else.
FIXED = {
    "age_group": frozenset({"newborn", "infant", "toddler", "kids", "adult"}),
    "gender": frozenset({"male", "female", "unisex"}),
}
OWN_TARIFFS = "shop.shipping.tariffs.tariff_methods"
SPACE = re.compile(r"\s+")
# What XML 1.0 cannot hold, whatever it is escaped to.
UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

StockRecord = get_model("partner", "StockRecord")
ProductImage = get_model("catalogue", "ProductImage")
ProductAttributeValue = get_model("catalogue", "ProductAttributeValue")


@dataclass(frozen=True)
class Delivery:
    """What sending one of it to a country costs, VAT as in the price; `days` are working days."""

    country: str
    service: str
    charge: Decimal
    days: tuple[int, int]


@dataclass(frozen=True)
class FeedItem:
    """One thing that can be bought. Empty texts, None and empty tuples are left out of the feed."""

    id: str
    title: str
    description: str
    link: str
    canonical_link: str
    image_link: str
    additional_image_links: tuple[str, ...]
    available: bool
    currency: str
    price: Decimal
    sale_price: Decimal | None
    brand: str
    gtin: str
    mpn: str
    item_group_id: str
    details: tuple[tuple[str, str], ...]
    product_type: str
    google_product_category: str
    weight_kg: Decimal | None
    deliveries: tuple[Delivery, ...]

    @property
    def identifier_exists(self) -> bool:
        """Whether the world knows this thing by a number or by its maker's name for it."""
        return bool(self.gtin or (self.brand and self.mpn))


def feed_items(*, strategy: Any, batch: int = BATCH) -> Iterator[FeedItem]:
    """Everything for sale, sold out or not, in the order of its keys; variants one by one.

    What has no price or no picture is left out: Google refuses it. Reads `batch` products at a
    time with eleven queries, whatever their number, so that neither memory nor time between two
    items grows with the catalogue.
    """
    names = _category_paths()
    deliveries = _deliveries()
    last = 0
    while products := list(_products().filter(pk__gt=last).order_by("pk")[:batch]):
        last = products[-1].pk
        for product in products:
            for sold in product.children.all() if product.is_parent else (product,):
                item = _item(sold, product, strategy, names, deliveries)
                if item is not None:
                    yield item


def _products() -> QuerySet[Product]:
    jpegs = Rendition.objects.filter(filter_spec=FALLBACK_SPEC)  # the one kind that Google takes
    what = (
        Prefetch("stockrecords", StockRecord.objects.order_by("pk")),
        Prefetch(
            "images",
            ProductImage.objects.order_by("display_order", "pk")
            .select_related("original")
            .prefetch_related(Prefetch("original__renditions", jpegs)),
        ),
        Prefetch(
            "attribute_values",
            ProductAttributeValue.objects.select_related("attribute", "value_option").order_by(
                "attribute__pk"
            ),
        ),
    )
    return (
        Product.objects.browsable()
        .select_related("product_class")
        .prefetch_related(
            *what,
            Prefetch("children", Product.objects.public().order_by("pk").prefetch_related(*what)),
            Prefetch(
                "categories",
                Category.objects.browsable().order_by("-depth", "path").only("pk", "depth", "path"),
            ),
        )
    )


def _category_paths() -> dict[int, str]:
    """“Tableware > Mugs” by category. One query."""
    by_path: dict[str, str] = {}
    found = {}
    for pk, path, name in Category.objects.order_by("path").values_list("pk", "path", "name"):
        above = by_path.get(path[: -Category.steplen], "")
        by_path[path] = found[pk] = f"{above} > {name}" if above else name
    return found


def _item(
    sold: Product,
    product: Product,
    strategy: Any,
    names: dict[int, str],
    deliveries: Callable[[Decimal | None, Decimal, Decimal, str], tuple[Delivery, ...]],
) -> FeedItem | None:
    info = strategy.fetch_for_product(sold)
    pictures = _pictures(sold) or _pictures(product)
    if not info.price.exists or not info.price.incl_tax or not pictures:
        return None
    price = info.price
    shown = shown_amount(incl_tax=price.incl_tax, excl_tax=price.excl_tax)
    before = _before(price)
    said = _values(product) | _values(sold)
    weight = parse_weight(said.get(WEIGHT, ""))
    is_variant = sold.pk != product.pk
    categories = product.categories.all()
    return FeedItem(
        id=str(sold.pk),
        title=_short(_title(sold, product), TITLE),
        description=_short(
            _plain(sold.description or "") or _plain(product.description or "") or product.tagline,
            DESCRIPTION,
        )
        or _short(product.get_title(), DESCRIPTION),
        link=absolute_url(sold.get_absolute_url()),
        canonical_link=absolute_url(product.get_absolute_url()),
        image_link=pictures[0],
        additional_image_links=tuple(pictures[1 : MORE_PICTURES + 1]),
        available=bool(info.availability.is_available_to_buy),
        currency=price.currency,
        price=before or shown,
        sale_price=shown if before else None,
        brand=_short(said.get("brand", ""), NAME),
        gtin=valid_gtin(sold.upc or ""),
        mpn=_short(said.get("mpn", ""), NAME),
        item_group_id=str(product.pk) if is_variant else "",
        details=_details(_values(sold) if is_variant else {}, said),
        product_type=_short(names.get(categories[0].pk, ""), PATH) if categories else "",
        google_product_category=said.get("google_product_category", "").strip(),
        weight_kg=weight if weight and weight <= HEAVIEST_KG else None,
        deliveries=deliveries(weight, price.incl_tax, shown, price.currency)
        if sold.is_shipping_required
        else (),
    )


def _before(price: Any) -> Decimal | None:
    """The price that stands struck through, as the page shows it; None where nothing is reduced."""
    gross = getattr(price, "reduced_from", None)
    if gross is None or gross <= price.incl_tax:
        return None
    net = type(price)(
        currency=price.currency, incl_tax=gross, rate=price.rate, tax_code=price.tax_code
    )
    return shown_amount(incl_tax=net.incl_tax, excl_tax=net.excl_tax)


def _title(sold: Product, product: Product) -> str:
    """A variant's own title; without one, its product's and what makes it differ."""
    if sold.pk == product.pk or sold.title:
        return _plain(sold.get_title())
    choices = [value.value_option.option for value in _chosen(sold)]
    return ", ".join([_plain(product.get_title()), *choices])


def _chosen(sold: Product) -> list[Any]:
    return [value for value in sold.attribute_values.all() if value.value_option_id]


def _values(product: Product) -> dict[str, str]:
    """What the product says of itself, by the attribute's code; lists and files are left out."""
    found = {}
    for value in product.attribute_values.all():
        if value.value_option_id:
            text = value.value_option.option
        elif value.attribute.type in ("text", "richtext", "integer", "float"):
            text = str(value.value if value.value is not None else "")
        else:
            continue
        found[value.attribute.code] = _plain(text)
    return found


def _details(own: dict[str, str], said: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Colour, size and the like, and whom clothes are for.

    A variant's own win; a parent's list of colours is not one.
    """
    found: dict[str, str] = {}
    for code, (name, limit) in DETAILS.items():
        text = own.get(code) or said.get(code)
        if not text or (code not in own and name in ("color", "size") and "," in text):
            continue
        found.setdefault(name, _short(text, limit))
    for name, known in FIXED.items():
        if (text := said.get(name, "").lower()) in known:
            found[name] = text
    return tuple(found.items())


def _pictures(product: Product) -> list[str]:
    urls = [absolute_url(fallback_url(image.original)) for image in product.images.all()]
    return [url for url in urls if url.lower().endswith(PICTURE_TYPES)]


def _deliveries() -> Callable[[Decimal | None, Decimal, Decimal, str], tuple[Delivery, ...]]:
    """How deliveries are reckoned, remembered by weight and price: many products share both."""
    known = tariffs() if settings.SHOP_DELIVERY_STRATEGY == OWN_TARIFFS else ()
    usual = Decimal(settings.SHOP_DEFAULT_WEIGHT_KG)

    @lru_cache(maxsize=10_000)
    def reckon(
        weight: Decimal | None, gross: Decimal, shown: Decimal, currency: str
    ) -> tuple[Delivery, ...]:
        kilograms = usual if weight is None else weight
        found: dict[tuple[str, str], Delivery] = {}
        for tariff in known:
            if not tariff.takes(kilograms):
                continue
            free = tariff.free_from is not None and gross >= tariff.free_from
            for country in sorted(tariff.countries):
                charge = delivery_charge(
                    Decimal(0) if free else tariff.charge_for(kilograms),
                    country=country,
                    currency=currency,
                )
                found.setdefault(
                    (tariff.code, country),
                    Delivery(
                        country=country,
                        service=_short(tariff.name, NAME),
                        charge=shown_amount(incl_tax=charge.incl_tax, excl_tax=charge.excl_tax),
                        days=tariff.days,
                    ),
                )
        return tuple(found.values())[:SHIPPING_ENTRIES]

    return reckon


def _plain(text: str) -> str:
    """One line of plain text: no tags, no entities, nothing that XML cannot hold."""
    if "<" in text or "&" in text:
        text = unescape(strip_tags(re.sub(r"(?i)</(p|li|h\d|div)>|<br\s*/?>", " ", text)))
    return SPACE.sub(" ", UNSPEAKABLE.sub("", text)).strip()


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else Truncator(text).chars(limit)

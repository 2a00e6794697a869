"""What a product's page says beside the product itself: facts, delivery, and words for machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.whitelist import Whitelister

from shop.catalogue.selectors import Price, ProductDetail, Row
from shop.cms_pages.page_data import as_script, trail_data
from shop.cms_pages.selectors import Shell
from shop.core.addresses import absolute_url
from shop.reviews.selectors import Reviews
from shop.shipping.estimates import DeliveryWay, ProductDelivery, product_delivery
from shop.shipping.weights import WEIGHT

# The attribute that names who makes a product, as shop.feeds reads it.
BRAND = "brand"
# What schema.org calls the options by which variants differ; it knows these alone.
VARIES_BY = {
    "color": "color",
    "colour": "color",
    "material": "material",
    "pattern": "pattern",
    "size": "size",
    "wood": "material",
}


@dataclass(frozen=True)
class Fact:
    """What components/facts.html folds: a title, and a text (safe HTML) or rows.

    `anchor` is the section's id in an editor's preview.
    """

    title: str
    text: str = ""
    rows: tuple[Row, ...] = ()
    open: bool = False
    anchor: str = ""


def prose(text: str) -> str:
    """Safe HTML: paragraphs of plain text, or what is harmless of the catalogue's HTML."""
    text = text.strip()
    if not text:
        return ""
    html = Whitelister().clean(text) if "<" in text else linebreaks(text, autoescape=True)
    return mark_safe(html)


def delivery_of(product: ProductDetail, *, country: str = "") -> ProductDelivery | None:
    """How what is chosen gets to a country; None where it does not go by parcel or is not sold.

    No query while the shared data is warm.
    """
    box = product.buy_box
    if not product.ships or box.price is None or not box.purchasable:
        return None
    return product_delivery(
        box.product_id or product.id,
        price=box.price.incl_tax,
        currency=box.price.currency,
        weight=str(product.attributes.get(WEIGHT, "")),
        country=country,
    )


def film_hosts(product: ProductDetail) -> set[str]:
    """The origins of the frames in which its films at hosts play."""
    parts = (urlsplit(film.embed_url) for film in product.films if film.embed_url)
    return {f"{part.scheme}://{part.netloc}" for part in parts}


def returns_line(shell: Shell) -> str:
    """“Returns within 30 days, free of charge.” Empty where nothing is taken back."""
    if not shell.returns_days:
        return ""
    if shell.returns_are_free:
        return _("Free returns within %(days)d days") % {"days": shell.returns_days}
    return _("Returns within %(days)d days") % {"days": shell.returns_days}


def structured_data(
    product: ProductDetail,
    *,
    shell: Shell,
    delivery: ProductDelivery | None,
    reviews: Reviews,
    faq: dict[str, Any] | None = None,
) -> SafeString:
    """The page for search engines: JSON-LD with schema.org's Product or ProductGroup.

    Delivery and returns stand once, and each offer points to them. `faq` is the FAQPage of its
    sections. Escaped for a script element.
    """
    shared = [*_shipping(delivery), *_returns(shell)]
    terms = {}
    if delivery and delivery.ways:
        terms["shippingDetails"] = {"@id": "#delivery"}
    if shell.returns_days:
        terms["hasMerchantReturnPolicy"] = {"@id": "#returns"}
    thing = _product(product, shell, delivery, terms)
    if reviews.count:
        thing["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": f"{reviews.average:.1f}",
            "reviewCount": reviews.count,
        }
    # Of what cannot be bought and nobody has judged there is nothing to show in a result.
    told = thing if {"offers", "hasVariant", "aggregateRating"} & thing.keys() else None
    return as_script(trail_data(product.crumbs), told, *(shared if told else ()), faq)


def _product(
    product: ProductDetail, shell: Shell, delivery: ProductDelivery | None, terms: Mapping[str, Any]
) -> dict[str, Any]:
    url = absolute_url(product.url)
    pictures = [absolute_url(shot.picture.src) for shot in product.shots[:6]]
    common = {
        "name": product.title,
        "description": product.meta_description or product.title,
        "brand": {
            "@type": "Brand",
            "name": str(product.attributes.get(BRAND) or "").strip() or shell.brand_name,
        },
    }
    if not product.variants:
        box = product.buy_box
        offer = _offer(url, box.price, box.purchasable, delivery, terms)
        return _told(
            {
                "@type": "Product",
                "@id": "#product",
                **common,
                "url": url,
                "image": pictures,
                "sku": box.sku,
                "gtin": product.gtin,
                "offers": offer,
            }
        )
    codes = {code for variant in product.variants for code, _name, _value in variant.options}
    return _told(
        {
            "@type": "ProductGroup",
            "@id": "#product",
            **common,
            "url": url,
            "image": pictures,
            "productGroupID": str(product.id),
            "variesBy": sorted(
                {f"https://schema.org/{VARIES_BY[code]}" for code in codes if code in VARIES_BY}
            ),
            "hasVariant": [
                _told(
                    {
                        "@type": "Product",
                        "name": f"{product.title}, {variant.label}",
                        "sku": variant.sku,
                        "gtin": variant.gtin,
                        "image": absolute_url(variant.picture_url)
                        if variant.picture_url
                        else pictures[:1],
                        **{
                            VARIES_BY[code]: value
                            for code, _name, value in variant.options
                            if code in VARIES_BY
                        },
                        "offers": _offer(
                            absolute_url(variant.url),
                            variant.price,
                            variant.available,
                            delivery,
                            terms,
                        ),
                    }
                )
                for variant in product.variants
            ],
        }
    )


def _offer(
    url: str,
    price: Price | None,
    available: bool,
    delivery: ProductDelivery | None,
    terms: Mapping[str, Any],
) -> dict[str, Any] | None:
    if price is None:
        return None
    terms = dict(terms)
    if delivery and delivery.ways and _is_free(delivery.ways[0], price):
        terms["shippingDetails"] = {"@id": "#delivery-free"}
    return {
        "@type": "Offer",
        "url": url,
        "price": str(price.incl_tax),
        "priceCurrency": price.currency,
        "availability": f"https://schema.org/{'InStock' if available else 'OutOfStock'}",
        "itemCondition": "https://schema.org/NewCondition",
        **terms,
    }


def _is_free(way: DeliveryWay, price: Price) -> bool:
    return not way.charge or (way.free_from is not None and price.incl_tax >= way.free_from)


def _shipping(delivery: ProductDelivery | None) -> Iterator[dict[str, Any]]:
    if delivery is None or not delivery.ways:
        return
    way = delivery.ways[0]
    charges = {"#delivery": way.charge}
    if way.free_from is not None or not way.charge:
        charges["#delivery-free"] = way.charge * 0
    for key, charge in charges.items():
        details: dict[str, Any] = {
            "@type": "OfferShippingDetails",
            "@id": key,
            "shippingRate": {
                "@type": "MonetaryAmount",
                "value": str(charge),
                "currency": way.currency,
            },
            "shippingDestination": {
                "@type": "DefinedRegion",
                "addressCountry": delivery.country,
            },
        }
        if way.days:
            details["deliveryTime"] = {
                "@type": "ShippingDeliveryTime",
                "handlingTime": _days(0, 1),
                "transitTime": _days(*way.days),
            }
        yield details


def _days(least: int, most: int) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}


def _returns(shell: Shell) -> Iterator[dict[str, Any]]:
    if shell.returns_days:
        fees = "FreeReturn" if shell.returns_are_free else "ReturnFeesCustomerResponsibility"
        yield {
            "@type": "MerchantReturnPolicy",
            "@id": "#returns",
            "applicableCountry": settings.SHOP_HOME_COUNTRY,
            "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
            "merchantReturnDays": shell.returns_days,
            "returnMethod": "https://schema.org/ReturnByMail",
            "returnFees": f"https://schema.org/{fees}",
        }


def _told(data: Mapping[str, Any]) -> dict[str, Any]:
    """Without what there is nothing to say about."""
    return {key: value for key, value in data.items() if value not in ("", None, [])}

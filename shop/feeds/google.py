"""The product feed as Google Merchant Center reads it: RSS 2.0 with its namespace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from xml.sax.saxutils import escape

from shop.core.currency import round_money
from shop.feeds.selectors import Delivery, FeedItem

NAMESPACE = "http://base.google.com/ns/1.0"
CHUNK = 100  # items that are sent together


def google_feed(
    items: Iterable[FeedItem], *, title: str, link: str, description: str
) -> Iterator[str]:
    """The feed, piece by piece; takes the items as it goes."""
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="{NAMESPACE}">\n'
        f"<channel>\n<title>{escape(title)}</title>\n<link>{escape(link)}</link>\n"
        f"<description>{escape(description)}</description>\n"
    )
    waiting: list[str] = []
    for item in items:
        waiting.append(f"<item>\n{''.join(_elements(item))}</item>\n")
        if len(waiting) == CHUNK:
            yield "".join(waiting)
            waiting.clear()
    yield "".join([*waiting, "</channel>\n</rss>\n"])


def _elements(item: FeedItem) -> Iterator[str]:
    yield _element("id", item.id)
    yield _element("title", item.title)
    yield _element("description", item.description)
    yield _element("link", item.link)
    yield _element("canonical_link", item.canonical_link)
    yield _element("image_link", item.image_link)
    for address in item.additional_image_links:
        yield _element("additional_image_link", address)
    yield _element("availability", "in_stock" if item.available else "out_of_stock")
    yield _element("price", _amount(item.price, item.currency))
    if item.sale_price is not None:
        yield _element("sale_price", _amount(item.sale_price, item.currency))
    yield _element("condition", "new")
    yield _element("brand", item.brand)
    yield _element("gtin", item.gtin)
    yield _element("mpn", item.mpn)
    if not item.identifier_exists:
        yield _element("identifier_exists", "no")
    yield _element("item_group_id", item.item_group_id)
    for name, text in item.details:
        yield _element(name, text)
    yield _element("product_type", item.product_type)
    yield _element("google_product_category", item.google_product_category)
    if item.weight_kg is not None:
        yield _element("shipping_weight", f"{item.weight_kg.normalize():f} kg")
    for delivery in item.deliveries:
        yield _shipping(delivery, item.currency)


def _shipping(delivery: Delivery, currency: str) -> str:
    fewest, most = delivery.days
    inner = (
        _element("country", delivery.country)
        + _element("service", delivery.service)
        + _element("price", _amount(delivery.charge, currency))
        + _element("min_transit_time", str(fewest))
        + _element("max_transit_time", str(most))
    )
    return f"<g:shipping>\n{inner}</g:shipping>\n"


def _element(name: str, text: str) -> str:
    return f"<g:{name}>{escape(text)}</g:{name}>\n" if text else ""


def _amount(amount: Decimal, currency: str) -> str:
    return f"{round_money(amount, currency):f} {currency}"

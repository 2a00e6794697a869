"""Google's product data specification, as far as our feed uses it: what each attribute may hold."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

G = "{http://base.google.com/ns/1.0}"
URL = r"https?://[^\s]+"
MONEY = r"\d+(\.\d{1,3})? [A-Z]{3}"
# attribute: (the longest it may be, what it must look like, how often it may stand)
RULES: dict[str, tuple[int, str, int]] = {
    "id": (50, r"\S+", 1),
    "title": (150, r".+", 1),
    "description": (5000, r".+", 1),
    "link": (2000, URL, 1),
    "canonical_link": (2000, URL, 1),
    "image_link": (2000, URL + r"\.(jpe?g|png|webp|gif|bmp|tiff?)", 1),
    "additional_image_link": (2000, URL + r"\.(jpe?g|png|webp|gif|bmp|tiff?)", 10),
    "availability": (20, r"in_stock|out_of_stock|preorder|backorder", 1),
    "price": (30, MONEY, 1),
    "sale_price": (30, MONEY, 1),
    "condition": (20, r"new|refurbished|used", 1),
    "brand": (70, r".+", 1),
    "gtin": (14, r"\d{8}|\d{12,14}", 1),
    "mpn": (70, r".+", 1),
    "identifier_exists": (3, r"yes|no", 1),
    "item_group_id": (50, r"\S+", 1),
    "color": (100, r".+", 1),
    "size": (100, r".+", 1),
    "material": (200, r".+", 1),
    "pattern": (100, r".+", 1),
    "age_group": (10, r"newborn|infant|toddler|kids|adult", 1),
    "gender": (10, r"male|female|unisex", 1),
    "product_type": (750, r".+", 5),
    "google_product_category": (750, r".+", 1),
    "shipping_weight": (20, r"\d+(\.\d+)? (lb|oz|g|kg)", 1),
    "shipping": (0, r"\s*", 100),
}
SHIPPING = {
    "country": r"[A-Z]{2}",
    "service": r".{1,100}",
    "price": MONEY,
    "min_transit_time": r"\d+",
    "max_transit_time": r"\d+",
}
TELL_APART = ("color", "size", "material", "pattern", "age_group", "gender")
REQUIRED = (
    "id",
    "title",
    "description",
    "link",
    "image_link",
    "availability",
    "price",
    "condition",
)


def read(xml: bytes) -> list[ElementTree.Element]:
    """The items of a feed; raises where it is not well-formed."""
    root = ElementTree.fromstring(xml)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = root.find("channel")
    assert channel is not None
    for name in ("title", "link", "description"):
        assert channel.findtext(name), name
    return channel.findall("item")


def said(item: ElementTree.Element, name: str) -> str:
    """The text of an attribute, empty where it is not there."""
    return item.findtext(G + name) or ""


def faults(items: list[ElementTree.Element]) -> list[str]:
    """All that Google would find wrong."""
    found = []
    ids = Counter(said(item, "id") for item in items)
    found += [f"{name}: the id stands {times} times" for name, times in ids.items() if times > 1]
    for item in items:
        found += [f"{said(item, 'id')}: {fault}" for fault in _faults(item)]
    groups: dict[str, list[ElementTree.Element]] = {}
    for item in items:
        if group := said(item, "item_group_id"):
            groups.setdefault(group, []).append(item)
    for group, members in groups.items():
        looks = {tuple(said(item, name) for name in TELL_APART) for item in members}
        if len(members) > 1 and len(looks) != len(members):
            found.append(f"group {group}: its variants cannot be told apart")
    return found


def _faults(item: ElementTree.Element) -> list[str]:
    found = [f"{name} is missing" for name in REQUIRED if not said(item, name)]
    counts: Counter[str] = Counter()
    for element in item:
        name = element.tag.removeprefix(G)
        if name == element.tag or name not in RULES:
            found.append(f"{element.tag} is unknown")
            continue
        counts[name] += 1
        longest, form, _ = RULES[name]
        text = element.text or ""
        if longest and len(text) > longest:
            found.append(f"{name} has {len(text)} characters")
        if not re.fullmatch(form, text):
            found.append(f"{name} is {text!r}")
        if name == "shipping":
            found += _shipping_faults(element)
    found += [f"{name} stands {n} times" for name, n in counts.items() if n > RULES[name][2]]
    known = said(item, "gtin") or (said(item, "brand") and said(item, "mpn"))
    if not known and said(item, "identifier_exists") != "no":
        found.append("neither GTIN nor brand with MPN, and identifier_exists is not no")
    if known and said(item, "identifier_exists") == "no":
        found.append("identifier_exists is no beside an identifier")
    if sale := said(item, "sale_price"):
        amount, currency = sale.split()
        before, same = said(item, "price").split()
        if currency != same or float(amount) >= float(before):
            found.append("sale_price is no reduction")
    if float((said(item, "price") or "0").split()[0]) <= 0:
        found.append("price is nothing")
    return found


def _shipping_faults(element: ElementTree.Element) -> list[str]:
    parts = {part.tag.removeprefix(G): part.text or "" for part in element}
    found = [f"shipping has no {name}" for name in ("country", "price") if name not in parts]
    for name, text in parts.items():
        if name not in SHIPPING or not re.fullmatch(SHIPPING[name], text):
            found.append(f"shipping's {name} is {text!r}")
    return found

"""schema.org's rules for the types that the shop tells search engines of, and Google's beside them.

From schema.org's vocabulary (release 29): which properties a type has and what stands in each.
Google's own lists (Search Central, structured data) say what a rich result cannot do without.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bs4 import BeautifulSoup

TEXT, URL, NUMBER, DATE = "Text", "URL", "Number", "Date"
ENUM = "https://schema.org/"

PARENTS = {
    "Article": "CreativeWork",
    "WebSite": "CreativeWork",
    "FAQPage": "CreativeWork",
    "Question": "CreativeWork",
    "Answer": "CreativeWork",
    "Review": "CreativeWork",
    "CreativeWork": "Thing",
    "Product": "Thing",
    "ProductGroup": "Product",
    "Brand": "Thing",
    "Organization": "Thing",
    "OnlineStore": "Organization",
    "Person": "Thing",
    "BreadcrumbList": "Thing",
    "ListItem": "Thing",
    "Offer": "Thing",
    "AggregateRating": "Rating",
    "Rating": "Thing",
    "OfferShippingDetails": "Thing",
    "MonetaryAmount": "Thing",
    "DefinedRegion": "Thing",
    "ShippingDeliveryTime": "Thing",
    "QuantitativeValue": "Thing",
    "MerchantReturnPolicy": "Thing",
    "ContactPoint": "Thing",
    "SearchAction": "Thing",
    "EntryPoint": "Thing",
    "ImageObject": "CreativeWork",
}
# type -> property -> what may stand there
PROPERTIES: dict[str, dict[str, set[str]]] = {
    "Thing": {
        "name": {TEXT},
        "description": {TEXT},
        "url": {URL},
        "image": {URL, "ImageObject"},
        "sameAs": {URL},
        "mainEntityOfPage": {URL},
        "potentialAction": {"SearchAction"},
    },
    "CreativeWork": {
        "headline": {TEXT},
        "author": {"Person", "Organization"},
        "publisher": {"Person", "Organization"},
        "datePublished": {DATE},
        "dateModified": {DATE},
        "mainEntity": {"Question"},
        "text": {TEXT},
        "reviewRating": {"Rating"},
        "reviewBody": {TEXT},
    },
    "Question": {"acceptedAnswer": {"Answer"}},
    "Product": {
        "sku": {TEXT},
        "gtin": {TEXT},
        "mpn": {TEXT},
        "brand": {"Brand", "Organization"},
        "color": {TEXT},
        "size": {TEXT},
        "material": {TEXT},
        "pattern": {TEXT},
        "offers": {"Offer"},
        "aggregateRating": {"AggregateRating"},
        "review": {"Review"},
        "isVariantOf": {"ProductGroup"},
    },
    "ProductGroup": {
        "productGroupID": {TEXT},
        "variesBy": {TEXT},
        "hasVariant": {"Product"},
    },
    "Offer": {
        "price": {NUMBER},
        "priceCurrency": {TEXT},
        "availability": {"ItemAvailability"},
        "itemCondition": {"OfferItemCondition"},
        "shippingDetails": {"OfferShippingDetails"},
        "hasMerchantReturnPolicy": {"MerchantReturnPolicy"},
        "priceValidUntil": {DATE},
        "seller": {"Organization"},
    },
    "Rating": {"ratingValue": {NUMBER}, "bestRating": {NUMBER}, "worstRating": {NUMBER}},
    "AggregateRating": {"reviewCount": {NUMBER}, "ratingCount": {NUMBER}},
    "BreadcrumbList": {"itemListElement": {"ListItem"}},
    "ListItem": {"position": {NUMBER}, "item": {URL}},
    "OfferShippingDetails": {
        "shippingRate": {"MonetaryAmount"},
        "shippingDestination": {"DefinedRegion"},
        "deliveryTime": {"ShippingDeliveryTime"},
    },
    "MonetaryAmount": {"value": {NUMBER}, "currency": {TEXT}},
    "DefinedRegion": {"addressCountry": {TEXT}},
    "ShippingDeliveryTime": {
        "handlingTime": {"QuantitativeValue"},
        "transitTime": {"QuantitativeValue"},
    },
    "QuantitativeValue": {"minValue": {NUMBER}, "maxValue": {NUMBER}, "unitCode": {TEXT}},
    "MerchantReturnPolicy": {
        "applicableCountry": {TEXT},
        "returnPolicyCategory": {"MerchantReturnEnumeration"},
        "merchantReturnDays": {NUMBER},
        "returnMethod": {"ReturnMethodEnumeration"},
        "returnFees": {"ReturnFeesEnumeration"},
    },
    "Organization": {
        "logo": {URL, "ImageObject"},
        "contactPoint": {"ContactPoint"},
        "email": {TEXT},
        "telephone": {TEXT},
    },
    "ContactPoint": {"contactType": {TEXT}, "email": {TEXT}, "telephone": {TEXT}},
    "SearchAction": {"target": {"EntryPoint"}, "query-input": {TEXT}},
    "EntryPoint": {"urlTemplate": {TEXT}},
}
ENUMERATIONS = {
    "ItemAvailability": {"InStock", "OutOfStock", "PreOrder", "BackOrder", "Discontinued"},
    "OfferItemCondition": {"NewCondition", "UsedCondition", "RefurbishedCondition"},
    "MerchantReturnEnumeration": {
        "MerchantReturnFiniteReturnWindow",
        "MerchantReturnNotPermitted",
        "MerchantReturnUnlimitedWindow",
    },
    "ReturnMethodEnumeration": {"ReturnByMail", "ReturnInStore", "ReturnAtKiosk"},
    "ReturnFeesEnumeration": {"FreeReturn", "ReturnFeesCustomerResponsibility"},
}
# What Google cannot do without; a tuple is one of several.
REQUIRED: dict[str, list[str | tuple[str, ...]]] = {
    "Product": ["name", ("offers", "review", "aggregateRating")],
    "ProductGroup": ["name", "productGroupID", "hasVariant"],
    "Offer": ["price", "priceCurrency", "availability"],
    "AggregateRating": ["ratingValue", ("reviewCount", "ratingCount")],
    "BreadcrumbList": ["itemListElement"],
    "ListItem": ["position", "name", "item"],
    "Organization": ["name", "url"],
    "OnlineStore": ["name", "url"],
    "WebSite": ["name", "url"],
    "Article": ["headline", "author"],
    "FAQPage": ["mainEntity"],
    "Question": ["name", "acceptedAnswer"],
    "Answer": ["text"],
    "OfferShippingDetails": ["shippingRate", "shippingDestination"],
    "MonetaryAmount": ["value", "currency"],
    "MerchantReturnPolicy": ["applicableCountry", "returnPolicyCategory"],
}


def nodes(html: str | bytes) -> list[dict[str, Any]]:
    """All things that a page tells of, from all of its scripts."""
    soup = BeautifulSoup(html, "html.parser")
    found: list[dict[str, Any]] = []
    for script in soup.find_all("script", type="application/ld+json"):
        data = json.loads(script.string or "")
        assert data["@context"] == "https://schema.org"
        found += data["@graph"]
    return found


def faults(graph: list[dict[str, Any]]) -> list[str]:
    """What breaks a rule, each with the way to it; nothing for a graph that is right."""
    by_id = {node["@id"]: node for node in graph if "@id" in node}
    return [fault for node in graph for fault in _faults(node, str(node.get("@type")), by_id)]


def _faults(node: dict[str, Any], way: str, by_id: dict[str, Any]) -> Iterator[str]:
    kind = node.get("@type", "")
    if kind not in PARENTS:
        yield f"{way}: no such type {kind!r}"
        return
    known: dict[str, set[str]] = {}
    for ancestor in _line(kind):
        known |= PROPERTIES.get(ancestor, {})
    for wanted in REQUIRED.get(kind, []):
        names = (wanted,) if isinstance(wanted, str) else wanted
        if not any(node.get(name) not in (None, "", []) for name in names):
            yield f"{way}: lacks {' or '.join(names)}"
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in known:
            yield f"{way}: {kind} has no {name}"
            continue
        for item in value if isinstance(value, list) else [value]:
            yield from _value(item, known[name], f"{way}.{name}", by_id)


def _value(item: Any, ranges: set[str], way: str, by_id: dict[str, Any]) -> Iterator[str]:
    if isinstance(item, dict):
        if set(item) == {"@id"}:
            target = by_id.get(item["@id"])
            if target is None:
                yield f"{way}: nothing is called {item['@id']}"
            elif not ranges & set(_line(target["@type"])):
                yield f"{way}: {target['@type']} does not belong here"
            return
        if not ranges & set(_line(item.get("@type", ""))):
            yield f"{way}: {item.get('@type')!r} does not belong here"
            return
        yield from _faults(item, way, by_id)
    elif not any(_is(item, kind) for kind in ranges):
        yield f"{way}: {item!r} is none of {sorted(ranges)}"


def _is(item: Any, kind: str) -> bool:
    if kind in ENUMERATIONS:
        return isinstance(item, str) and item.removeprefix(ENUM) in ENUMERATIONS[kind]
    if kind == NUMBER:
        try:
            return Decimal(str(item)).is_finite()
        except InvalidOperation:
            return False
    if kind == URL:
        return isinstance(item, str) and bool(re.match(r"https?://[^\s/]+", item))
    if kind == DATE:
        try:
            datetime.fromisoformat(item)
        except (TypeError, ValueError):
            return False
        return True
    return kind == TEXT and isinstance(item, str) and bool(item.strip())


def _line(kind: str) -> list[str]:
    line = []
    while kind:
        line.append(kind)
        kind = PARENTS.get(kind, "")
    return line

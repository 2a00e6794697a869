"""Pages for search engines: schema.org's Article, FAQPage and BreadcrumbList as JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from shop.catalogue.selectors import Link
from shop.core.addresses import absolute_url
from shop.core.brand import Brand, brand_name
from shop.media.selectors import Picture

LONGEST_HEADLINE = 110
BLOCK_END = re.compile(r"</(?:p|li|ul|ol|h\d)>|<br/?>")
# As Django's json_script: nothing in the data may end the element.
NO_MARKUP = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def article_data(
    *,
    url: str,
    headline: str,
    description: str,
    author: str,
    publisher: dict[str, Any],
    picture: Picture | None,
    published: date | None,
    changed: datetime | None,
) -> dict[str, Any]:
    """A story: schema.org's Article. Without an author the publisher (Organization) is one."""
    data: dict[str, Any] = {
        "@type": "Article",
        "@id": f"{url}#article",
        "mainEntityOfPage": url,
        "headline": headline[:LONGEST_HEADLINE],
        "author": {"@type": "Person", "name": author} if author else publisher,
        "publisher": publisher,
    }
    if description:
        data["description"] = description
    if picture:
        data["image"] = [absolute_url(picture.src)]
    if published:
        data["datePublished"] = published.isoformat()
    if changed:
        data["dateModified"] = changed.isoformat()
    return data


def faq_data(questions: Iterable[tuple[str, str]]) -> dict[str, Any] | None:
    """Questions and their answers (HTML): schema.org's FAQPage; nothing without any."""
    asked = [
        {
            "@type": "Question",
            "name": question,
            "acceptedAnswer": {"@type": "Answer", "text": _plain(answer)},
        }
        for question, answer in questions
    ]
    return {"@type": "FAQPage", "mainEntity": asked} if asked else None


def trail_data(crumbs: Iterable[Any]) -> dict[str, Any] | None:
    """The way to a page (objects with title and url): schema.org's BreadcrumbList."""
    steps = [
        {
            "@type": "ListItem",
            "position": position,
            "name": crumb.title,
            "item": absolute_url(crumb.url),
        }
        for position, crumb in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps} if steps else None


def trail_from_home(crumbs: Sequence[Any]) -> dict[str, Any] | None:
    """The same from the home page on: search engines want no trail of one step. No query."""
    return trail_data([Link(brand_name(), "/"), *crumbs]) if crumbs else None


def seller_data(brand: Brand) -> dict[str, Any]:
    """The shop in short, by the id under which the home page tells more (`organization`)."""
    home = f"{settings.SITE_URL}/"
    seller = {
        "@type": "OnlineStore",
        "@id": f"{home}#organization",
        "name": brand.name,
        "url": home,
    }
    if brand.logo_url:
        seller["logo"] = absolute_url(brand.logo_url)
    return seller


def as_script(*things: dict[str, Any] | None) -> SafeString:
    """The things for a script element, escaped; empty without any."""
    graph = [thing for thing in things if thing]
    if not graph:
        return SafeString("")
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return mark_safe(text.translate(NO_MARKUP))


def _plain(html: str) -> str:
    # Paragraphs and items stay apart when their tags go.
    return " ".join(strip_tags(BLOCK_END.sub(" ", html)).split())

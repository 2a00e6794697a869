"""More sections of demo pages, in the form in which Wagtail stores them: see `sections`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from demo.loader.sections import Section, Shelf

NO_ACTION: dict[str, Any] = {"label": "", "link": []}


def styled(section: Section | None, **common: str) -> Section | None:
    """The section in one of the shop's themes or widths."""
    if section is not None:
        section["value"].update(common)
    return section


def grid(
    *, heading: str, source: str, limit: int, category: int | None = None, order: str = ""
) -> Section:
    """Products by a rule."""
    return {
        "type": "product_grid",
        "value": {
            "heading": heading,
            "text": "",
            "source": source,
            "products": [],
            "category": category,
            "offer": None,
            "order": order,
            "limit": limit,
            "hide_sold_out": True,
            "action": NO_ACTION,
        },
    }


def look(
    shelf: Shelf,
    *,
    picture: str,
    heading: str,
    spots: Sequence[tuple[str, int, int]],
    text: str = "",
) -> Section | None:
    """A picture with products in it: slug, and percent from the left and the top."""
    image = shelf.picture(picture)
    found = [
        {"product": shelf.products[slug].pk, "across": across, "down": down}
        for slug, across, down in spots
        if slug in shelf.products
    ]
    if image is None or not found:
        return None
    return {
        "type": "look",
        "value": {"heading": heading, "text": text, "image": image, "spots": found},
    }


def gallery(
    shelf: Shelf, *, heading: str, pictures: Sequence[tuple[str, str]], shape: str = "mosaic"
) -> Section | None:
    """Pictures, each perhaps with a line below it."""
    items = [
        {"image": image, "caption": caption}
        for file, caption in pictures
        if (image := shelf.picture(file))
    ]
    if len(items) < 2:
        return None
    return {
        "type": "picture_gallery",
        "value": {"heading": heading, "items": items, "shape": shape},
    }


def comparison(
    shelf: Shelf, *, heading: str, slugs: Sequence[str], lines: Mapping[str, Sequence[str]]
) -> Section | None:
    """Products side by side."""
    if any(slug not in shelf.products for slug in slugs):
        return None
    return {
        "type": "comparison",
        "value": {
            "heading": heading,
            "text": "",
            "products": [shelf.products[slug].pk for slug in slugs],
            "lines": [{"label": label, "values": list(values)} for label, values in lines.items()],
        },
    }


def countdown(*, heading: str, text: str, ends_at: datetime) -> Section:
    """The time that is left."""
    return {
        "type": "countdown",
        "value": {
            "heading": heading,
            "text": text,
            "ends_at": ends_at.isoformat(),
            "action": NO_ACTION,
        },
    }


def promotion(
    shelf: Shelf, *, voucher: int, heading: str, text: str, picture: str, action: tuple[str, str]
) -> Section:
    """A banner for a voucher."""
    return {
        "type": "promotion",
        "value": {
            "offer": None,
            "voucher": voucher,
            "heading": heading,
            "text": text,
            "image": shelf.picture(picture),
            "action": shelf.action(*action),
        },
    }


def questions(heading: str, *pairs: tuple[str, str]) -> Section:
    """Questions with their answers (HTML)."""
    return {
        "type": "faq",
        "value": {
            "heading": heading,
            "questions": [{"question": asked, "answer": answer} for asked, answer in pairs],
        },
    }


def newsletter(*, heading: str, text: str, consent: str) -> Section:
    """The newsletter's form."""
    return {
        "type": "newsletter",
        "value": {"heading": heading, "text": text, "consent": consent, "button": ""},
    }


def quote(words: str, name: str, role: str) -> Section:
    """What somebody said."""
    return {"type": "quote", "value": {"quote": words, "name": name, "role": role}}


def stories(*, heading: str, action: dict[str, Any]) -> Section:
    """The newest stories."""
    return {"type": "stories", "value": {"heading": heading, "limit": 3, "action": action}}

"""Sections of demo pages, in the form in which Wagtail stores them.

A section whose picture or products could not be loaded is left out (``None``),
so that a broken entry leaves no hole in a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from shop.catalogue.models import Category, Product
from shop.media.models import Image

Section = dict[str, Any]


@dataclass(frozen=True)
class Shelf:
    """What sections refer to: by slug, and pictures by file name."""

    products: Mapping[str, Product]
    categories: Mapping[str, Category]
    pictures: Mapping[str, Image]
    pages: dict[str, Page]

    def picture(self, file: str) -> dict[str, Any] | None:
        """The stored form of a picture with its own alternative text."""
        image = self.pictures.get(file)
        if image is None:
            return None
        return {"image": image.pk, "decorative": False, "alt_text": image.description}

    def link(self, target: str) -> list[dict[str, Any]]:
        """Where “page:about”, “category:lighting”, “product:tall-vase” or “/shop/” leads.

        Nothing where that is not there.
        """
        kind, _separator, slug = target.partition(":")
        shelves: Mapping[str, Mapping[str, Any]] = {
            "page": self.pages,
            "category": self.categories,
            "product": self.products,
        }
        if kind not in shelves:
            return [{"type": "address", "value": target}]
        found = shelves[kind].get(slug)
        return [{"type": kind, "value": found.pk}] if found else []

    def action(self, label: str, target: str) -> dict[str, Any]:
        """A button that a section can do without; empty where its target is not there."""
        link = self.link(target)
        return {"label": label, "link": link} if link else {"label": "", "link": []}


def hero(
    shelf: Shelf,
    *,
    picture: str,
    headline: str,
    text: str,
    actions: Sequence[tuple[str, str]] = (),
    position: str = "start",
    tone: str = "dark",
) -> Section | None:
    """A wide picture with words on it."""
    image = shelf.picture(picture)
    if image is None:
        return None
    buttons = [shelf.action(label, target) for label, target in actions]
    return {
        "type": "hero",
        "value": {
            "image": image,
            "headline": headline,
            "text": text,
            "actions": [button for button in buttons if button["link"]],
            "text_position": position,
            "text_tone": tone,
        },
    }


def product_row(
    shelf: Shelf,
    *,
    heading: str,
    slugs: Sequence[str],
    text: str = "",
    action: tuple[str, str] | None = None,
) -> Section | None:
    """Products picked by hand, as many as there are."""
    products = [shelf.products[slug].pk for slug in slugs if slug in shelf.products]
    if not products:
        return None
    return {
        "type": "product_row",
        "value": {
            "heading": heading,
            "text": text,
            "source": "chosen",
            "products": products,
            "category": None,
            "limit": len(products),
            "hide_sold_out": False,
            "action": shelf.action(*action) if action else {"label": "", "link": []},
        },
    }


def category_tiles(*, heading: str) -> Section:
    """The shop's main categories, whatever they are."""
    return {"type": "category_tiles", "value": {"heading": heading, "tiles": []}}


def split(
    shelf: Shelf,
    *,
    picture: str,
    eyebrow: str,
    heading: str,
    text: str,
    action: tuple[str, str],
    side: str = "start",
) -> Section | None:
    """A picture and a few words side by side."""
    image = shelf.picture(picture)
    if image is None:
        return None
    return {
        "type": "editorial_split",
        "value": {
            "image": image,
            "eyebrow": eyebrow,
            "heading": heading,
            "text": text,
            "action": shelf.action(*action),
            "picture_side": side,
        },
    }


def facts(*pairs: tuple[str, str], heading: str = "") -> Section:
    """Short promises."""
    return {
        "type": "facts",
        "value": {
            "heading": heading,
            "facts": [{"title": title, "text": text} for title, text in pairs],
        },
    }


def words(html: str) -> Section:
    """Running text; headings, paragraphs, lists and links only."""
    return {"type": "rich_text", "value": {"text": html}}

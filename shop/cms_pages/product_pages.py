"""A product's page: its sections from page and layout, put in their places and rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from shop.catalogue.models import Product
from shop.catalogue.selectors import ProductDetail, product_detail
from shop.cms_pages.arrangements import Layout, arrangements
from shop.cms_pages.blocks.product_page import BELOW
from shop.cms_pages.models import ProductLayout, ProductPage
from shop.cms_pages.product_context import (
    Fact,
    delivery_of,
    film_hosts,
    prose,
    returns_line,
    structured_data,
)
from shop.cms_pages.sections import SectionData, ShownSection, let_frames_in
from shop.cms_pages.selectors import Shell, store_shell
from shop.core import page_cache
from shop.core.addresses import absolute_url
from shop.partner.posing import posed
from shop.reviews.selectors import product_questions, product_reviews

#: What every product has while nobody made a layout.
BUILT_IN: list[dict[str, Any]] = [
    {"type": kind, "value": {}, "id": f"built-in-{kind}"}
    for kind in (
        "gallery",
        "buy_box",
        "story",
        "specification",
        "delivery_returns",
        "related",
        "reviews",
        "questions",
    )
]
FACTS = ("story", "specification", "delivery_returns")
OPENING = ("gallery", "buy_box")
# They carry an id of their own.
ONCE = (*OPENING, "reviews", "questions")
OWN = "own_sections"


@dataclass(frozen=True)
class Composition:
    """Where the sections (ShownSection) stand: before the opening, in it, and after it.

    The opening is the gallery with the buy box beside it and the folded facts below that. Without
    `gallery` there is the buy box alone; it stands whether or not somebody placed it.
    """

    above: tuple[ShownSection, ...]
    gallery: ShownSection | None
    buy_box: ShownSection | None
    beside: tuple[ShownSection, ...]
    below: tuple[ShownSection, ...]

    @property
    def shown(self) -> tuple[ShownSection, ...]:
        """Every section, from top to bottom."""
        opening = (part for part in (self.gallery, self.buy_box) if part is not None)
        return (*self.above, *opening, *self.beside, *self.below)


def compose(sections: Iterable[ShownSection]) -> Composition:
    """Put sections in their places. Of the parts that stand once, the first counts. No query."""
    above: list[ShownSection] = []
    below: list[ShownSection] = []
    beside: list[ShownSection] = []
    opening: dict[str, ShownSection] = {}
    once: set[str] = set()
    listed = list(sections)
    opens = any(section.child.block_type in OPENING for section in listed)
    for section in listed:
        kind = section.child.block_type
        if kind in ONCE:
            if kind in once:
                continue
            once.add(kind)
        if kind in OPENING:
            opening[kind] = section
        elif kind in FACTS and section.child.value["place"] != BELOW and not section.audience:
            beside.append(section)
        elif opens and not opening:
            above.append(section)
        else:
            below.append(section)
    return Composition(
        tuple(above),
        opening.get("gallery"),
        opening.get("buy_box"),
        tuple(beside),
        tuple(below),
    )


@dataclass(frozen=True)
class Arranged:
    """What a product is shown with: its published page, and the layout that it has then."""

    page: ProductPage | None
    layout: Layout | None


def arranged_for(
    *, product_id: int, product_class_id: int | None, branches: Iterable[str]
) -> Arranged:
    """The product's published page and its nearest layout. One query where it has a page, while
    the shared data is warm; none otherwise."""
    known = arrangements()
    pk = known.product_pages.get(product_id)
    page = ProductPage.objects.filter(pk=pk, live=True).first() if pk else None
    if pk:
        page_cache.made_from(page_cache.sources.page(pk))
    return Arranged(page, known.layout(product_class_id=product_class_id, branches=branches))


def arranged_product(detail: ProductDetail) -> Arranged:
    """The same of a product that is loaded for its page."""
    return arranged_for(
        product_id=detail.id,
        product_class_id=detail.product_class_id,
        branches=detail.branches,
    )


def sections_of(arranged: Arranged) -> list[Any]:
    """The sections of the page and of its layout in their order. Queries for what they choose."""
    page = arranged.page
    if page is not None and page.manner == ProductPage.REPLACE:
        return list(page.body)
    field: Any = ProductLayout._meta.get_field("body")
    if arranged.layout is None:
        body = field.stream_block.to_python(BUILT_IN)
    else:
        page_cache.made_from(page_cache.sources.layout(arranged.layout.id))
        body = field.to_python(arranged.layout.body)
    return with_own(body, page.body if page is not None else ())


def with_own(layout: Iterable[Any], own: Iterable[Any]) -> list[Any]:
    """A layout's sections with a page's own in their place, else below them."""
    found: list[Any] = []
    placed = False
    for section in layout:
        if section.block_type != OWN:
            found.append(section)
        elif not placed:  # an editor may have put the place there twice
            found += own
            placed = True
    return found if placed else [*found, *own]


def render_product(
    request: HttpRequest,
    detail: ProductDetail,
    *,
    sections: Iterable[Any],
    page: ProductPage | None = None,
    country: str = "",
) -> HttpResponseBase:
    """The product's page with these sections, and with what `page` tells search engines."""
    context = _context(request, detail, sections, country=country)
    if page is not None:
        context |= page.head(context)
    answer = render(request, "pages/product.html", context)
    return let_frames_in(answer, {*film_hosts(detail), *context["section_data"].frame_hosts})


def _context(
    request: HttpRequest, detail: ProductDetail, sections: Iterable[Any], *, country: str = ""
) -> dict[str, Any]:
    data = SectionData.for_stream(sections, request=request)
    composition = compose(data.shown)
    shell = store_shell(request)
    reviews = product_reviews(product_id=detail.id, slug=detail.slug)
    delivery = delivery_of(detail, country=country)
    return {
        "product": detail,
        "composition": composition,
        "facts": facts_of(
            composition.beside, detail, shell, marked=getattr(request, "is_preview", False)
        ),
        "section_data": data,
        # For sections that may be folded or not (blocks.product_page.FactSection).
        "fact_of": partial(fact_of, detail=detail, shell=shell),
        "personal_url": reverse("catalogue:personal", args=[detail.slug])
        if data.is_personal
        else "",
        "delivery": delivery,
        "delivery_url": reverse("catalogue:delivery", args=[detail.slug]),
        "returns": returns_line(shell),
        "reviews": reviews,
        "questions": product_questions(product_id=detail.id, slug=detail.slug),
        "structured_data": structured_data(
            detail, shell=shell, delivery=delivery, reviews=reviews, faq=data.faq
        ),
        "canonical_url": absolute_url(detail.url),
        "page_title": detail.meta_title,
        "meta_description": detail.meta_description,
        "meta_picture": detail.shots[0].picture if detail.shots else None,
    }


def facts_of(
    sections: Iterable[ShownSection], detail: ProductDetail, shell: Shell, *, marked: bool = False
) -> tuple[Fact, ...]:
    """What is folded beside the buy box; what there is nothing to say about is left out."""
    found = (
        fact_of(
            child.block_type,
            child.value,
            detail=detail,
            shell=shell,
            open=child.block_type != "delivery_returns",
            anchor=(child.id or "") if marked else "",
        )
        for child in (section.child for section in sections)
    )
    return tuple(fact for fact in found if fact.text or fact.rows)


def fact_of(kind: str, value: Any, *, detail: ProductDetail, shell: Shell, **more: Any) -> Fact:
    """A story, specification or delivery section as title and text or rows."""
    title = value["heading"]
    if kind == "story":
        other = value["text"].source if value["text"] else ""
        text = expand_db_html(other) if strip_tags(other).strip() else prose(detail.description)
        return Fact(title or _("About it"), text=mark_safe(text), **more)
    if kind == "specification":
        return Fact(title or _("Measures and care"), rows=detail.specification, **more)
    return Fact(title or _("Delivery and returns"), text=prose(shell.delivery_and_returns), **more)


def preview_product(
    request: HttpRequest, product: Product, *, page: ProductPage, pose: str = ""
) -> HttpResponseBase:
    """What shoppers would see of the product with this page, also one that is not public yet."""
    detail = _posed_detail(request, product, pose)
    arranged = replace(arranged_product(detail), page=page)
    return render_product(request, detail, sections=sections_of(arranged), page=page)


def preview_layout(
    request: HttpRequest, layout: ProductLayout, *, pose: str = ""
) -> HttpResponseBase:
    """The layout on its preview product, or on the first that it fits."""
    product = layout.preview_product or sample_product(layout)
    if product is None:
        return render(request, "pages/layout_without_product.html", {"layout": layout})
    detail = _posed_detail(request, product, pose)
    # The place of the page's own sections shows itself there, so that a press opens it too.
    place = [section for section in layout.body if section.block_type == OWN][:1]
    return render_product(request, detail, sections=with_own(layout.body, place))


def sample_product(layout: ProductLayout | None = None) -> Product | None:
    """A product to show something with: public, of the layout's type or category if it has one."""
    products = Product.objects.browsable()
    if layout is not None and layout.product_class_id:
        products = products.filter(product_class=layout.product_class_id)
    if layout is not None and layout.category:
        products = products.filter(categories__path__startswith=layout.category.path).distinct()
    with_pictures = products.filter(images__isnull=False).order_by("-priority", "pk").first()
    return with_pictures or products.order_by("-priority", "pk").first()


def sample_context(request: HttpRequest) -> Mapping[str, Any]:
    """What a product section's preview shows; empty in a shop without products."""
    product = sample_product()
    if product is None:
        return {}
    detail = _posed_detail(request, product, "")
    field: Any = ProductLayout._meta.get_field("body")
    context = _context(request, detail, field.stream_block.to_python(BUILT_IN))
    # The section by itself loads what it shows, and the preview has a title of its own.
    del context["section_data"], context["page_title"]
    return context


def _posed_detail(request: HttpRequest, product: Product, pose: str) -> ProductDetail:
    strategy = posed(request.strategy, pose)  # type: ignore[attr-defined]
    return product_detail(product.slug, strategy=strategy, hidden=True)

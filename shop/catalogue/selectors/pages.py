"""What the product and category pages show, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from oscar.core.loading import get_model

from shop.catalogue.models import Category, Product
from shop.catalogue.selectors.batch import ProductBatch
from shop.catalogue.selectors.cards import (
    Price,
    ProductCard,
    card_of,
    in_branch,
    in_category,
    price_of,
    product_cards,
    purchase_info,
)
from shop.catalogue.selectors.tree import category_tree
from shop.media.selectors import Picture, fallback_url, picture
from shop.partner.prices import vat_note

PER_PAGE = 24
RELATED = 4
FEATURED, NEWEST, PRICE_UP, PRICE_DOWN = "featured", "newest", "price", "-price"
SORTS = {
    FEATURED: gettext_lazy("Featured"),
    NEWEST: gettext_lazy("Newest first"),
    PRICE_UP: gettext_lazy("Price, low to high"),
    PRICE_DOWN: gettext_lazy("Price, high to low"),
}


@dataclass(frozen=True)
class Link:
    """A title and where it leads."""

    title: str
    url: str


@dataclass(frozen=True)
class Row:
    """A line of a specification."""

    name: str
    value: str


@dataclass(frozen=True)
class Variant:
    """One choice among a product's children. `swatch` is a CSS colour or empty."""

    id: int
    label: str
    swatch: str
    url: str
    selected: bool
    available: bool


@dataclass(frozen=True)
class BuyBox:
    """What components/buy_box.html takes. `product_id` is the chosen child's, else 0.

    `max` is the largest quantity that stock allows, None where stock is not counted.
    """

    title: str
    tagline: str
    price: Price | None
    price_note: str
    add_url: str
    product_id: int
    option_name: str
    selected_label: str
    variants: tuple[Variant, ...]
    purchasable: bool
    stock_state: str
    stock_level: str
    delivery_note: str
    min: int
    max: int | None


@dataclass(frozen=True)
class ProductDetail:
    """All that a product's page shows. `picture_url` is one that any program can show."""

    id: int
    title: str
    tagline: str
    description: str
    url: str
    meta_title: str
    meta_description: str
    pictures: tuple[Picture, ...]
    picture_url: str
    buy_box: BuyBox
    specification: tuple[Row, ...]
    crumbs: tuple[Link, ...]
    related: tuple[ProductCard, ...]


@dataclass(frozen=True)
class Listing:
    """Products of a category or of the whole shop. `page.object_list` holds ProductCards."""

    title: str
    description: str
    url: str
    meta_title: str
    meta_description: str
    crumbs: tuple[Link, ...]
    subcategories: tuple[Link, ...]
    page: Page
    count: int
    sort: str
    sorts: tuple[tuple[str, Any], ...] = field(default_factory=lambda: tuple(SORTS.items()))


def product_detail(
    slug: str, *, strategy: Any, variant_id: int | None = None, delivery_note: str = ""
) -> ProductDetail:
    """The page of the product at this slug, with a variant chosen.

    A variant that is not this product's is ignored; then the first available one is chosen, or
    the first. Raises Product.DoesNotExist where the product is not there or not public. Ten
    queries, one more where categories are nested, related products included.
    """
    product = (
        Product.objects.browsable()
        .select_related("product_class")
        .prefetch_related(
            Prefetch("categories", Category.objects.browsable().order_by("-depth", "path"))
        )
        .get(slug=slug)
    )
    categories = list(product.categories.all())
    batch = ProductBatch([product, *_related(product, categories)], detailed=product)
    children = batch.children.get(product.pk, [])
    infos = {child.pk: strategy.fetch_for_product(child) for child in children}
    chosen = _choose(children, infos, variant_id)
    info = infos[chosen.pk] if chosen else purchase_info(product, strategy=strategy)

    images = list(batch.pictures(product))
    if chosen:
        own = batch.own_pictures(chosen)
        ids = {image.pk for image in own}
        images = own + [image for image in images if image.pk not in ids]
    description = product.description or ""
    return ProductDetail(
        id=product.pk,
        title=product.get_title(),
        tagline=product.tagline,
        description=description,
        url=product.get_absolute_url(),
        meta_title=product.get_meta_title(),
        meta_description=product.meta_description or _summary(product.tagline, description),
        pictures=tuple(picture(image) for image in images),
        picture_url=fallback_url(images[0]) if images else "",
        buy_box=_buy_box(product, chosen, info, infos, batch, delivery_note),
        specification=_specification(product, chosen, batch),
        crumbs=(
            Link(_("Shop"), reverse("catalogue:index")),
            *_way_to(categories[0] if categories else None),
            Link(product.get_title(), product.get_absolute_url()),
        ),
        related=tuple(card_of(other, batch, strategy=strategy) for other in batch.products[1:]),
    )


def _related(product: Product, categories: Sequence[Category]) -> list[Product]:
    """What goes with a product: what somebody recommended, then its neighbours. Two queries."""
    others = Product.objects.browsable().select_related("product_class").exclude(pk=product.pk)
    recommended = others.filter(productrecommendation__primary=product).order_by(
        "-productrecommendation__ranking", "productrecommendation__pk"
    )
    found = list(recommended[:RELATED])
    if len(found) < RELATED and categories:
        # From the whole branch: the product's own category may hold little else.
        neighbours = in_branch(others, categories[0].path[: Category.steplen]).exclude(
            pk__in=[item.pk for item in found]
        )
        found += neighbours.order_by("-priority", "-date_created", "-pk")[: RELATED - len(found)]
    return found


def _choose(
    children: Sequence[Product], infos: dict[int, Any], wanted: int | None
) -> Product | None:
    for child in children:
        if child.pk == wanted:
            return child
    for child in children:
        if infos[child.pk].availability.is_available_to_buy:
            return child
    return children[0] if children else None


def _buy_box(
    product: Product,
    chosen: Product | None,
    info: Any,
    infos: dict[int, Any],
    batch: ProductBatch,
    delivery_note: str,
) -> BuyBox:
    children = batch.children.get(product.pk, [])
    values = [value for child in children[:1] for value in batch.options(child)]
    availability = info.availability
    url = product.get_absolute_url()
    return BuyBox(
        title=product.get_title(),
        tagline=product.tagline,
        price=price_of(info),
        price_note=vat_note(),
        add_url=reverse("basket:add", kwargs={"pk": product.pk}),
        product_id=chosen.pk if chosen else 0,
        option_name=", ".join(value.attribute.name for value in values) or _("Choice"),
        selected_label=_label(chosen, batch) if chosen else "",
        variants=tuple(
            Variant(
                id=child.pk,
                label=_label(child, batch),
                swatch=next(
                    (
                        value.value_option.swatch
                        for value in batch.options(child)
                        if value.value_option.swatch
                    ),
                    "",
                ),
                url=f"{url}?variant={child.pk}",
                selected=child is chosen,
                available=bool(infos[child.pk].availability.is_available_to_buy),
            )
            for child in children
        ),
        purchasable=bool(availability.is_available_to_buy),
        stock_state=str(availability.message),
        stock_level=_level(availability),
        delivery_note=delivery_note,
        min=1,
        max=getattr(availability, "num_available", None),
    )


def _label(child: Product, batch: ProductBatch) -> str:
    return (
        ", ".join(value.value_option.option for value in batch.options(child)) or child.get_title()
    )


def _level(availability: Any) -> str:
    if not availability.is_available_to_buy:
        return "out"
    return "low" if availability.code == "lowstock" else "in"


def _specification(
    product: Product, chosen: Product | None, batch: ProductBatch
) -> tuple[Row, ...]:
    rows: dict[int, Row] = {}
    for owner in (product, chosen):
        for value in batch.values.get(owner.pk, ()) if owner else ():
            text = str(value.value_as_text or "").strip()
            if text:
                rows[value.attribute_id] = Row(name=value.attribute.name, value=text)
    return tuple(rows.values())


def _summary(*texts: str) -> str:
    said = [strip_tags(text).strip().rstrip(".") for text in texts if text]
    return Truncator(". ".join(said)).chars(160)


def _way_to(category: Category | None) -> tuple[Link, ...]:
    """The categories from the root down to this one. One query where it is nested."""
    if category is None:
        return ()
    above = list(category.get_ancestors().order_by("path")) if category.depth > 1 else []
    return tuple(Link(node.name, node.get_absolute_url()) for node in (*above, category))


def category_detail(path: str, *, strategy: Any, page: Any = 1, sort: str = FEATURED) -> Listing:
    """The page of the category at this path (slugs joined by slashes), subcategories included.

    Raises Category.DoesNotExist where it is not there or not public, and
    django.core.paginator.InvalidPage where there is no such page. At most twelve queries.
    """
    category = Category.objects.browsable().get(full_path=path.strip("/"))
    way = _way_to(category)
    below = (
        category.get_children().filter(is_public=True).order_by("path") if category.numchild else ()
    )
    return _listing(
        in_category(Product.objects.browsable(), category),
        strategy=strategy,
        page=page,
        sort=sort,
        title=category.name,
        description=category.description or "",
        url=category.get_absolute_url(),
        meta_title=category.get_meta_title(),
        meta_description=category.meta_description or _summary(category.description or ""),
        crumbs=(Link(_("Shop"), reverse("catalogue:index")), *way),
        subcategories=tuple(Link(child.name, child.get_absolute_url()) for child in below),
    )


def shop_detail(
    *,
    strategy: Any,
    page: Any = 1,
    sort: str = FEATURED,
    title: str = "",
    description: str = "",
) -> Listing:
    """All products, and the main categories as ways on. Raises InvalidPage. At most ten queries."""
    title = title or _("Shop")
    return _listing(
        Product.objects.browsable(),
        strategy=strategy,
        page=page,
        sort=sort,
        title=title,
        description=description,
        url=reverse("catalogue:index"),
        meta_title=title,
        meta_description=_summary(description),
        crumbs=(),
        subcategories=tuple(Link(node.title, node.url) for node in category_tree()),
    )


def _listing(
    products: QuerySet[Product], *, strategy: Any, page: Any, sort: str, **texts: Any
) -> Listing:
    sort = sort if sort in SORTS else FEATURED
    paginator = Paginator(sorted_by(products, sort).select_related("product_class"), PER_PAGE)
    shown = paginator.page(page)
    shown.object_list = product_cards(shown.object_list, strategy=strategy)  # type: ignore[assignment]
    return Listing(page=shown, count=paginator.count, sort=sort, **texts)


def sorted_by(products: QuerySet[Product], sort: str) -> QuerySet[Product]:
    """The products in one of the SORTS; the last word is the key, so that pages never overlap."""
    if sort == NEWEST:
        return products.order_by("-date_created", "-pk")
    if sort in (PRICE_UP, PRICE_DOWN):
        priced = get_model("partner", "StockRecord").objects.filter(price__isnull=False)
        # Two look-ups by index; one with OR would go through all stock for every product.
        own = priced.filter(product=OuterRef("pk"))
        childrens = priced.filter(product__parent=OuterRef("pk"), product__is_public=True)
        lowest = (
            Subquery(found.order_by("price").values("price")[:1]) for found in (own, childrens)
        )
        products = products.annotate(lowest_price=Coalesce(*lowest))
        price = F("lowest_price")
        by_price = price.asc(nulls_last=True) if sort == PRICE_UP else price.desc(nulls_last=True)
        return products.order_by(by_price, "-pk")
    return products.order_by("-priority", "-date_created", "-pk")

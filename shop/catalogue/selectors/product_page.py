"""What a product's page shows, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from shop.catalogue.films import film_type, hosted_film
from shop.catalogue.models import Category, Product, ProductVideo
from shop.catalogue.selectors.batch import ProductBatch
from shop.catalogue.selectors.cards import (
    Price,
    ProductCard,
    card_of,
    in_branch,
    price_of,
    purchase_info,
)
from shop.catalogue.selectors.choices import OptionGroup, Variants
from shop.catalogue.selectors.page_parts import Link, way_to
from shop.catalogue.selectors.specification import Row, specification
from shop.core import page_cache
from shop.core.page_cache import sources
from shop.media.models import Image
from shop.media.selectors import Picture, fallback_url, largest_url, picture
from shop.partner.prices import vat_note

RELATED = 4
ALTERNATIVES = 3
# Kinds of attributes whose values are texts or numbers; an option is its text.
PLAIN = frozenset({"text", "integer", "float", "option"})


@dataclass(frozen=True)
class Shot:
    """A picture of the gallery, and the address of its largest copy for looking closely."""

    picture: Picture
    large_url: str


@dataclass(frozen=True)
class Film:
    """A film of the gallery: a file of ours (`file_url`), or one at a `host` for a frame."""

    title: str
    poster: Picture | None
    file_url: str
    file_type: str
    captions_url: str
    host: str
    watch_url: str
    embed_url: str
    poster_url: str = ""


@dataclass(frozen=True)
class Variant:
    """A variant for machines. `options` holds code, name and value; `gtin` may be empty.

    `stock_level`, `stock_state` and `max` are as in BuyBox.
    """

    id: int
    label: str
    url: str
    sku: str
    gtin: str
    price: Price | None
    available: bool
    picture_url: str
    options: tuple[tuple[str, str, str], ...]
    stock_level: str
    stock_state: str
    max: int | None


@dataclass(frozen=True)
class BuyBox:
    """What components/buy_box.html takes. `product_id` is the chosen child's, else 0.

    `max` is the largest quantity that stock allows while little is left, else None. `instead`
    are variants in stock while the chosen one is not.
    """

    title: str
    tagline: str
    price: Price | None
    price_note: str
    add_url: str
    product_id: int
    selected_label: str
    options: tuple[OptionGroup, ...]
    purchasable: bool
    stock_state: str
    stock_level: str
    instead: tuple[Link, ...]
    sku: str
    min: int
    max: int | None


@dataclass(frozen=True)
class ProductDetail:
    """All that a product's page shows. `picture_url` is one that any program can show.

    `sold_out`: nothing of it is left, in no variant; then `alternatives` holds what is like it and
    in stock. `ships`: it goes by parcel. `attributes` has the plain values of the chosen one by
    their codes. `branches` are the tree paths of its public categories, the deepest first.
    """

    id: int
    slug: str
    product_class_id: int | None
    branches: tuple[str, ...]
    title: str
    tagline: str
    description: str
    url: str
    meta_title: str
    meta_description: str
    shots: tuple[Shot, ...]
    films: tuple[Film, ...]
    picture_url: str
    buy_box: BuyBox
    variants: tuple[Variant, ...]
    gtin: str
    attributes: Mapping[str, Any]
    ships: bool
    specification: tuple[Row, ...]
    crumbs: tuple[Link, ...]
    related: tuple[ProductCard, ...]
    sold_out: bool
    alternatives: tuple[ProductCard, ...]


@dataclass(frozen=True)
class Parcel:
    """What a delivery is reckoned from; without a price nothing is sold."""

    product_id: int
    parent_id: int | None
    price: Price | None
    ships: bool


@dataclass(frozen=True)
class GoneProduct:
    """A product that was sold once and will not come back, and what there is instead."""

    title: str
    picture: Picture | None
    category: Link | None
    alternatives: tuple[ProductCard, ...]


def product_detail(
    slug: str,
    *,
    strategy: Any,
    choice: Mapping[str, str] | None = None,
    hidden: bool = False,
) -> ProductDetail:
    """The page of the product at this slug.

    `choice` is a query string that names a variant (see choices.Variants). Raises
    Product.DoesNotExist where the product is not there or not public; `hidden` finds it then, too.
    Ten queries, the row of related products included; one more where categories are nested, and
    where the specification has values of several options.
    """
    products = Product.objects.exclude(structure=Product.CHILD)
    product = (
        (products if hidden else products.filter(is_public=True))
        .select_related("product_class")
        .prefetch_related(_PUBLIC_CATEGORIES)
        .get(slug=slug)
    )
    categories = list(product.categories.all())
    videos = list(product.videos.all())
    batch = ProductBatch(
        [product, *_companions(product, categories)],
        detailed=product,
        image_ids=(video.poster_id for video in videos if video.poster_id),
    )
    variants = Variants(product, batch, strategy=strategy, choice=choice or {})
    whole = purchase_info(product, strategy=strategy)
    sold_out = not whole.availability.is_available_to_buy
    cards = [card_of(other, batch, strategy=strategy) for other in batch.products[1:]]
    images = _images(variants)
    description = product.description or ""
    values = [
        *batch.values.get(product.pk, ()),
        *(batch.values.get(variants.chosen.pk, ()) if variants.chosen else ()),
    ]
    return ProductDetail(
        id=product.pk,
        slug=product.slug,
        product_class_id=product.product_class_id,
        branches=tuple(category.path for category in categories),
        title=product.get_title(),
        tagline=product.tagline,
        description=description,
        url=product.get_absolute_url(),
        meta_title=product.get_meta_title(),
        meta_description=product.get_meta_description(),
        shots=tuple(Shot(picture(image), largest_url(image)) for image in images),
        films=tuple(_film(video, batch.image(video.poster_id), images) for video in videos),
        picture_url=fallback_url(images[0]) if images else "",
        buy_box=_buy_box(variants, whole),
        variants=_variants(variants),
        gtin=product.upc or "",
        attributes={
            value.attribute.code: value.value_option.option
            if value.value_option_id
            else value.value
            for value in values
            if value.attribute.type in PLAIN
        },
        ships=product.is_shipping_required,
        specification=specification(values),
        crumbs=(
            Link(_("Shop"), reverse("catalogue:index")),
            *way_to(categories[0] if categories else None, among=True),
            Link(product.get_title(), product.get_absolute_url()),
        ),
        related=tuple(cards[:RELATED]),
        sold_out=sold_out,
        alternatives=tuple(card for card in cards if card.available)[:ALTERNATIVES]
        if sold_out
        else (),
    )


_PUBLIC_CATEGORIES = Prefetch("categories", Category.objects.browsable().order_by("-depth", "path"))


def _companions(product: Product, categories: Sequence[Category]) -> list[Product]:
    """What goes with a product: what somebody recommended, then its neighbours. Two queries.

    More than the page shows, so that some are in stock when the product is not.
    """
    others = Product.objects.browsable().select_related("product_class").exclude(pk=product.pk)
    recommended = others.filter(productrecommendation__primary=product).order_by(
        "-productrecommendation__ranking", "productrecommendation__pk"
    )
    found = list(recommended[:RELATED])
    if categories:
        known = [item.pk for item in found]
        found += _neighbours(others.exclude(pk__in=known), categories[0])[
            : 2 * RELATED - len(found)
        ]
    return found


def _neighbours(others: Any, category: Category) -> Any:
    """Those of the same category, then those of its whole branch: it may hold little else."""
    inside = Product.categories.through.objects.filter(category=category).values("product")
    return (
        in_branch(others, category.path[: Category.steplen])
        .annotate(
            # An IN that PostgreSQL hashes once; EXISTS would be asked for every row.
            is_near=Case(
                When(Q(pk__in=inside), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
        )
        .order_by("-is_near", "-priority", "-date_created", "-pk")
    )


def _images(variants: Variants) -> list[Image]:
    """The chosen variant's own pictures first, then the product's; each once."""
    batch = variants.batch
    own = batch.own_pictures(variants.chosen) if variants.chosen else []
    found = {image.pk: image for image in (*own, *batch.pictures(variants.product))}
    return list(found.values())


def _still(poster: Picture) -> str:
    """A small copy for a player's `poster`, which knows no choice of sizes and does not wait."""
    best = poster.sources[:1]
    candidates = [part.split()[0] for source in best for part in source.srcset.split(",")]
    return candidates[1] if len(candidates) > 1 else poster.src


def _film(video: ProductVideo, poster: Image | None, images: Sequence[Image]) -> Film:
    poster = poster or (images[0] if images else None)
    shown = picture(poster, alt="") if poster else None
    hosted = hosted_film(video.url)
    return Film(
        title=video.title,
        poster=shown,
        poster_url=_still(shown) if shown else "",
        file_url=video.file.url if video.file else "",
        file_type=film_type(str(video.file.name)) if video.file else "",
        captions_url=video.captions.url if video.captions else "",
        host=hosted.host if hosted else "",
        watch_url=hosted.watch_url if hosted else "",
        embed_url=hosted.embed_url if hosted else "",
    )


def _buy_box(variants: Variants, whole: Any) -> BuyBox:
    product, chosen = variants.product, variants.chosen
    info = variants.infos[chosen.pk] if chosen else whole
    availability = info.availability
    return BuyBox(
        title=product.get_title(),
        tagline=product.tagline,
        price=price_of(info),
        price_note=vat_note(),
        add_url=reverse("basket:add", kwargs={"pk": product.pk}),
        product_id=chosen.pk if chosen else 0,
        selected_label=variants.label(chosen) if chosen else "",
        options=variants.groups(),
        purchasable=bool(availability.is_available_to_buy),
        stock_state=str(availability.message),
        stock_level=_level(availability),
        instead=tuple(
            Link(variants.label(child), variants.url(child))
            for child in variants.instead()[:ALTERNATIVES]
        ),
        sku=_sku(info),
        min=1,
        max=_most(availability),
    )


def _most(availability: Any) -> int | None:
    """How many there are while they are few. A number that changes with every sale is not told."""
    few = availability.code != "instock"
    return getattr(availability, "num_available", None) if few else None


def _level(availability: Any) -> str:
    if not availability.is_available_to_buy:
        return "out"
    return "low" if availability.code == "lowstock" else "in"


def _sku(info: Any) -> str:
    record = getattr(info, "stockrecord", None)
    return record.partner_sku if record else ""


def _variants(variants: Variants) -> tuple[Variant, ...]:
    found = []
    for child in variants.children:
        info = variants.infos[child.pk]
        own = variants.batch.own_pictures(child)
        found.append(
            Variant(
                id=child.pk,
                label=variants.label(child),
                url=variants.url(child),
                sku=_sku(info),
                gtin=child.upc or "",
                price=price_of(info),
                available=variants.is_available(child),
                picture_url=fallback_url(own[0]) if own else "",
                options=variants.made(child),
                stock_level=_level(info.availability),
                stock_state=str(info.availability.message),
                max=_most(info.availability),
            )
        )
    return tuple(found)


def gone_product(slug: str, *, strategy: Any) -> GoneProduct:
    """What its address shows of a product that is gone for good, and what is like it.

    Raises Product.DoesNotExist for any other. Eleven queries.
    """
    product = (
        Product.objects.filter(is_public=False, is_discontinued=True)
        .exclude(structure=Product.CHILD)
        .prefetch_related(_PUBLIC_CATEGORIES)
        .get(slug=slug)
    )
    categories = list(product.categories.all())
    batch = ProductBatch([product, *_companions(product, categories)])
    cards = [card_of(other, batch, strategy=strategy) for other in batch.products[1:]]
    pictures = batch.pictures(product)
    category = categories[0] if categories else None
    return GoneProduct(
        title=product.get_title(),
        picture=picture(pictures[0]) if pictures else None,
        category=Link(category.name, category.get_absolute_url()) if category else None,
        alternatives=tuple(card for card in cards if card.available)[:RELATED],
    )


def parcel(slug: str, *, strategy: Any, variant: str = "") -> Parcel:
    """What a delivery of this product, or of its variant with that id, is reckoned from.

    A variant that is not this product's is ignored: then the first counts. Raises
    Product.DoesNotExist as `product_detail` does. Three queries at most.
    """
    product = Product.objects.browsable().select_related("product_class").get(slug=slug)
    page_cache.made_from(sources.product(product.pk))
    sold = product
    if product.is_parent:
        children = list(product.children.filter(is_public=True).order_by("pk"))
        page_cache.made_from(*(sources.product(child.pk) for child in children))
        sold = next((child for child in children if str(child.pk) == variant), None) or (
            children[0] if children else product
        )
        sold.parent = product if sold is not product else None
    return Parcel(
        product_id=sold.pk,
        parent_id=sold.parent_id,
        price=price_of(strategy.fetch_for_product(sold)),
        ships=product.is_shipping_required,
    )

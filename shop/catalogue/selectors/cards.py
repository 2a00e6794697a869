"""The catalogue as plain data for pages, e-mails and the API.

Prices and stock come from the strategy that the caller hands over (`request.strategy`); amounts
are Decimals in the currency that stands beside them, VAT included in `incl_tax`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from shop.catalogue.models import Category, Product
from shop.catalogue.selectors.batch import Option, ProductBatch
from shop.core import page_cache
from shop.core.page_cache import sources
from shop.media.selectors import Picture, picture
from shop.partner.prices import shown_amount, shows_vat_inside, vat_note
from shop.partner.tax import vat_in


@dataclass(frozen=True)
class Swatch:
    """A colour that a product comes in; `colour` is a CSS colour."""

    name: str
    colour: str


@dataclass(frozen=True)
class Price:
    """The price of one unit. `varies`: the variants' prices differ, and this is the lowest.

    `was_incl_tax` and `was_excl_tax` are the lowest of the 30 days before it fell, while it is
    shown as reduced.
    """

    incl_tax: Decimal
    excl_tax: Decimal
    currency: str
    varies: bool = False
    was_incl_tax: Decimal | None = None
    was_excl_tax: Decimal | None = None

    @property
    def shown(self) -> Decimal:
        """Which of the two amounts the shop shows."""
        return shown_amount(incl_tax=self.incl_tax, excl_tax=self.excl_tax)

    @property
    def was(self) -> Decimal | None:
        """What is struck through beside the shown amount, if the price is reduced."""
        if self.was_incl_tax is None or self.was_excl_tax is None:
            return None
        return shown_amount(incl_tax=self.was_incl_tax, excl_tax=self.was_excl_tax)

    @property
    def note(self) -> str:
        """What must stand beside it wherever it is shown: nothing while VAT is inside."""
        return "" if shows_vat_inside() else vat_note()


@dataclass(frozen=True)
class ProductCard:
    """A product in a list. `flag` is a word about its stock, empty while there is plenty.

    `add_url` is where a press puts one unit into the basket, empty where there is something to
    choose first or nothing to buy. `rating` is of five stars. `offer` names an offer that is given
    on it, where the list knows of offers.
    """

    id: int
    title: str
    url: str
    price: Price | None
    picture: Picture | None
    second_picture: Picture | None
    flag: str
    swatches: tuple[Swatch, ...]
    available: bool
    add_url: str = ""
    rating: float | None = None
    offer: str = ""
    slug: str = ""


def product_cards(
    products: QuerySet[Product] | Iterable[Product] | Iterable[int],
    *,
    strategy: Any,
    limit: int | None = None,
    showing: Collection[Option] = (),
) -> list[ProductCard]:
    """The cards of these products, in their order; what is not sold is left out.

    `products` is a queryset (taken as it is, so filter it), products that are loaded, or ids. A
    product with a variant that has one of the options of `showing` is shown, and linked, as that.
    Seven queries whatever the number, six for loaded ones; none without products.
    """
    batch = ProductBatch(_loaded(products, limit), showing=showing)
    return [card_of(product, batch, strategy=strategy) for product in batch.products]


def _loaded(
    products: QuerySet[Product] | Iterable[Product] | Iterable[int], limit: int | None
) -> list[Product]:
    if not isinstance(products, QuerySet):
        items = list(products)
        if not items or isinstance(items[0], Product):
            return items[:limit]  # type: ignore[return-value]
        page_cache.made_from(*(sources.product(pk) for pk in items))  # one may come back
        found = Product.objects.browsable().select_related("product_class").in_bulk(items)
        return [found[pk] for pk in dict.fromkeys(items) if pk in found][:limit]
    # A page of a listing is sliced already; a slice cannot be joined any more, but sliced again.
    if not products.query.is_sliced:
        products = products.select_related("product_class")
    return list(products[:limit] if limit is not None else products)


def card_of(product: Product, batch: ProductBatch, *, strategy: Any) -> ProductCard:
    """The card of a product that the batch holds. No query."""
    info = purchase_info(product, strategy=strategy)
    pictures = batch.pictures(product)
    shown = batch.shown_child(product) or product
    return ProductCard(
        id=product.pk,
        title=product.get_title(),
        url=shown.get_absolute_url(),
        price=price_of(info),
        picture=picture(pictures[0]) if pictures else None,
        second_picture=picture(pictures[1]) if len(pictures) > 1 else None,
        flag=flag_of(info),
        swatches=swatches_of(product, batch),
        available=bool(info.availability.is_available_to_buy),
        add_url=_add_url(product, info),
        rating=product.rating,
        slug=product.slug,
    )


def _add_url(product: Product, info: Any) -> str:
    if product.is_parent or not info.availability.is_available_to_buy or not info.price.exists:
        return ""
    return reverse("basket:add", kwargs={"pk": product.pk})


def purchase_info(product: Product, *, strategy: Any) -> Any:
    """Price and availability by the strategy; of a parent, what its children come to."""
    if product.is_parent:
        return strategy.fetch_for_parent(product)
    return strategy.fetch_for_product(product)


def price_of(info: Any) -> Price | None:
    """The price as plain data, or nothing where there is none."""
    price = info.price
    if not price.exists:
        return None
    was = getattr(price, "reduced_from", None)
    return Price(
        incl_tax=price.incl_tax,
        excl_tax=price.excl_tax,
        currency=price.currency,
        varies=getattr(price, "varies", False),
        was_incl_tax=was,
        was_excl_tax=was - vat_in(was, rate=price.rate, currency=price.currency) if was else None,
    )


def flag_of(info: Any) -> str:
    """“Sold out”, “Only 3 left”, or nothing."""
    return str(info.availability.short_message or "")


def swatches_of(product: Product, batch: ProductBatch) -> tuple[Swatch, ...]:
    """The colours of the product's children, each once, in the children's order."""
    found: dict[str, Swatch] = {}
    for child in batch.children.get(product.pk, ()):
        for value in batch.options(child):
            if value.value_option.swatch:
                name = value.value_option.option
                found.setdefault(name, Swatch(name=name, colour=value.value_option.swatch))
    return tuple(found.values())


def newest_product_ids(*, limit: int, category_id: int | None = None) -> list[int]:
    """The newest products that are sold, of the whole shop or of a category and all below it.

    One query, two with a category.
    """
    page_cache.made_from(sources.shelf(category_id or 0))
    products = Product.objects.browsable()
    if category_id is not None:
        category = Category.objects.browsable().filter(pk=category_id).first()
        if category is None:
            return []
        products = in_category(products, category)
    newest = products.order_by("-date_created", "-pk")
    return list(newest.values_list("pk", flat=True)[:limit])


def in_category(products: QuerySet[Product], category: Category) -> QuerySet[Product]:
    """Those of the products that are in the category or in one below it; each once."""
    return in_branch(products, category.path)


def in_branch(products: QuerySet[Product], path: str) -> QuerySet[Product]:
    """Those of the products that are in a public category whose tree path begins so."""
    return products.filter(
        pk__in=Product.categories.through.objects.filter(
            category__path__startswith=path,
            category__is_public=True,
            category__ancestors_are_public=True,
        ).values("product")
    )

"""What goes with the things in a basket."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Value
from oscar.apps.partner.strategy import PurchaseInfo

from shop.basket.selectors.lines import product_picture
from shop.catalogue.models import Product
from shop.catalogue.selectors import Price
from shop.catalogue.selectors.cards import price_of
from shop.core.oscar import ProductCategory, ProductRecommendation
from shop.media.selectors import Picture
from shop.partner.models import StockRecord

SHOWN = 4
# Some of what is found may be sold out.
LOOKED_AT = 8
# Below everything that somebody recommended.
NEIGHBOUR = -1


@dataclass(frozen=True)
class Suggestion:
    """A product in stock that goes with the basket; `can_add` unless a variant must be chosen."""

    id: int
    title: str
    url: str
    price: Price
    picture: Picture | None
    can_add: bool


@dataclass(frozen=True)
class Candidate:
    """A product that may be suggested, with the public children that it is sold as."""

    product: Any
    stock: tuple[tuple[Any, StockRecord], ...]

    @property
    def pictured(self) -> list[Any]:
        """Whose pictures may stand for it."""
        return list(dict.fromkeys([self.product, *(product for product, _record in self.stock)]))


def candidates(products: Iterable[Any]) -> list[Candidate]:
    """What goes with these products and is none of them: recommended first, then neighbours.

    Two queries, however many products there are here or in the shop; none without products.
    """
    inside = {product.parent_id or product.pk for product in products}
    if not inside:
        return []
    categories = ProductCategory.objects.filter(product__in=inside).values("category")
    neighbours = (
        ProductCategory.objects.filter(category__in=categories, product__is_public=True)
        .exclude(product__in=inside)
        .order_by("-product")
        .values("product")
    )
    # The limit is one query further in: SQLite takes none in the parts of a union.
    near = Product.objects.filter(pk__in=neighbours[:LOOKED_AT]).order_by()
    recommended = ProductRecommendation.objects.filter(primary__in=inside).order_by()
    ranks: dict[int, int] = {}
    for pk, rank in recommended.values_list("recommendation", "ranking").union(
        near.values_list("pk", Value(NEIGHBOUR)), all=True
    ):
        ranks[pk] = max(rank, ranks.get(pk, rank))
    found = sorted(ranks.keys() - inside, key=lambda pk: (-ranks[pk], -pk))[:LOOKED_AT]
    return _with_stock(found)


def suggestions(found: Iterable[Candidate], *, strategy: Any) -> list[Suggestion]:
    """Those of the candidates that can be bought, SHOWN at most.

    No query for those whose `pictured` products went through `fetch_displayed`.
    """
    shown: list[Suggestion] = []
    for each in found:
        info = _purchase_info(each, strategy=strategy)
        price = price_of(info)
        if price is None or not info.availability.is_available_to_buy:
            continue
        pictures = (product_picture(product) for product in each.pictured)
        shown.append(
            Suggestion(
                id=each.product.pk,
                title=each.product.get_title(),
                url=each.product.get_absolute_url(),
                price=price,
                picture=next((one for one in pictures if one), None),
                can_add=not each.product.is_parent,
            )
        )
        if len(shown) == SHOWN:
            break
    return shown


def _with_stock(ids: list[int]) -> list[Candidate]:
    """The public products with these ids, through the stock of what they are sold as."""
    sold = Product.objects.public().filter(Q(pk__in=ids) | Q(parent__in=ids))
    records = (
        StockRecord.objects.filter(product__in=sold.order_by().values("pk"))
        .select_related("product__product_class", "product__parent__product_class")
        .order_by("pk")
    )
    owners: dict[int, Any] = {}
    stock: dict[int, dict[int, tuple[Any, StockRecord]]] = defaultdict(dict)
    for record in records:
        product = record.product
        owner = product.parent if product.is_child else product
        owner = owners.setdefault(owner.pk, owner)
        if product.is_child:
            product.parent = owner
        stock[owner.pk].setdefault(product.pk, (product, record))
    return [
        Candidate(owners[pk], tuple(stock[pk].values()))
        for pk in ids
        if pk in owners and owners[pk].is_public
    ]


def _purchase_info(candidate: Candidate, *, strategy: Any) -> PurchaseInfo:
    product, stock = candidate.product, list(candidate.stock)
    if not product.is_parent:
        return strategy.fetch_for_product(product, stock[0][1])
    return PurchaseInfo(
        price=strategy.parent_pricing_policy(product, stock),
        availability=strategy.parent_availability_policy(product, stock),
        stockrecord=None,
    )

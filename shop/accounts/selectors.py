"""What the account area shows, as plain data."""

from dataclasses import dataclass, replace
from typing import Any

from shop.basket.selectors import product_picture, product_title, variant_label
from shop.basket.selectors.lines import fetch_displayed
from shop.catalogue.selectors import ProductCard, product_cards
from shop.catalogue.selectors.cards import flag_of, price_of


@dataclass(frozen=True)
class WishListItem:
    """A line of a wish list; `card` is empty for a product that is no longer sold.

    A variant's card is its product's with the variant's address, price and stock; `variant` names
    it ("Oat"). `product_id` is what was wished for. `buyable`: one press puts it into the basket;
    `to_choose`: a variant has to be chosen first. `basket_id` is what `basket:add` takes, and
    `child_id` the variant that goes with it, or 0.
    """

    line_id: int
    title: str
    variant: str
    card: ProductCard | None
    product_id: int
    basket_id: int
    child_id: int
    buyable: bool
    to_choose: bool


def wish_list_items(wishlist: Any, *, strategy: Any) -> list[WishListItem]:
    """What is on a wish list, with today's price and picture. A constant number of queries."""
    lines = list(
        wishlist.lines.select_related("product__parent__product_class").prefetch_related(
            "product__stockrecords"
        )
    )
    wished = [line.product for line in lines if line.product]
    fetch_displayed(wished)
    # Cards are the products'; a variant borrows its product's.
    shown = {product.parent_id or product.pk for product in wished if product.is_public}
    cards = {card.id: card for card in product_cards(sorted(shown), strategy=strategy)}
    return [_item(line, cards, strategy=strategy) for line in lines]


def _item(line: Any, cards: dict[int, ProductCard], *, strategy: Any) -> WishListItem:
    product = line.product
    sold_as = (product.parent_id or product.pk) if product else 0
    card = cards.get(sold_as) if product and product.is_public else None
    if card and product.is_child:
        info = strategy.fetch_for_product(product)
        card = replace(
            card,
            picture=product_picture(product) or card.picture,
            second_picture=None,
            swatches=(),
            url=product.get_absolute_url(),
            price=price_of(info),
            flag=flag_of(info),
            available=bool(info.availability.is_available_to_buy),
        )
    return WishListItem(
        line_id=line.pk,
        title=product_title(product) if product else line.title,
        variant=variant_label(product) if product else "",
        card=card,
        product_id=product.pk if product else 0,
        basket_id=sold_as,
        child_id=product.pk if product and product.is_child else 0,
        buyable=bool(card and card.available and not product.is_parent),
        to_choose=bool(card and card.available and product.is_parent),
    )

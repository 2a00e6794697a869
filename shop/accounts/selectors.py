"""What the account area shows, as plain data."""

from dataclasses import dataclass
from typing import Any

from shop.catalogue.selectors import ProductCard, product_cards


@dataclass(frozen=True)
class WishListItem:
    """A line of a wish list; `card` is empty for a product that is no longer sold."""

    line_id: int
    title: str
    card: ProductCard | None


def wish_list_items(wishlist: Any, *, strategy: Any) -> list[WishListItem]:
    """What is on a wish list, with today's price and picture. A constant number of queries."""
    lines = list(wishlist.lines.select_related("product__parent"))
    # A variant is shown by its product: cards are the products'.
    shown = {
        line.pk: line.product.parent if line.product.is_child else line.product
        for line in lines
        if line.product
    }
    wanted = [product.pk for product in shown.values() if product.is_public]
    cards = {card.id: card for card in product_cards(wanted, strategy=strategy)} if wanted else {}
    return [
        WishListItem(
            line_id=line.pk,
            title=line.get_title(),
            card=cards.get(shown[line.pk].pk) if line.pk in shown else None,
        )
        for line in lines
    ]

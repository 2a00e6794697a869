"""What stands around every page, and the account."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from shop.accounts.selectors import WishListItem
from shop.cms_pages.selectors import MenuItem
from shop.styleguide.samples.feedback import said
from shop.styleguide.samples.sample import Sample, sample
from shop.styleguide.samples.things import LONG, UNBROKEN, card, menu


def samples() -> Iterator[Sample]:
    """Header, footer, account."""
    yield sample("site_header", "With the menu and the search open", menu=menu()).staged()
    around = '<div class="header"><div class="wrap header-row">{}</div></div>'
    yield sample("mega_menu", "Folded", menu=menu(), path="/").within(around)
    yield sample("mega_menu", "Open", menu=menu(), path="/").within(around).unfolded().staged()
    yield sample("menu_sheet", menu=menu(), brand="Tarn & Weald", path="/").staged()
    yield sample("search_panel", menu=menu(), example="A mug, a lamp, oak").staged()
    yield sample("header_plain")
    yield sample("header_account", "A visitor", user_label="")
    yield sample("header_account", "A long name", user_label=UNBROKEN)
    yield sample("basket_badge", "Empty", basket_count=0)
    yield sample("basket_badge", "Three", basket_count=3)
    yield sample("basket_badge", "Very many", basket_count=120)
    yield sample("header_personal", basket_count=3, user_label="Ada", messages=said())
    columns = (
        MenuItem("Shop", "", menu()),
        MenuItem("Help", "", (MenuItem("Delivery and returns", "#"),)),
    )
    yield sample("site_footer", "Whole", footer_menus=columns)
    yield sample("site_footer", "Calm", calm=True)
    yield sample("account_nav", current="orders")
    yield sample("link_preview", brand="Tarn & Weald", title="Stoneware Mug").noted(
        "For machines: there is nothing to see."
    )
    yield from _wishes()


def _wishes() -> Iterator[Sample]:
    corner = '<div class="guide-corner">{}</div>'
    yield sample("wish_button", "On the product's page", product_id=1, title="Stoneware Mug")
    yield sample(
        "wish_button", "On a card", product_id=1, title="Stoneware Mug", compact=True
    ).within(corner)
    kept = {"wishlist": SimpleNamespace(key="abc"), "said": "It is on your wish list."}
    yield sample("wish_kept", "On the product's page", **kept)
    yield sample("wish_kept", "On a card", compact=True, **kept).within(corner)
    around = '<ul class="grid" role="list"><li>{}</li></ul>'
    mug = WishListItem(1, "Stoneware Mug", "Oat", card(), 2, 1, 2, buyable=True, to_choose=False)
    bowl = WishListItem(2, LONG, "", card(LONG), 3, 3, 0, buyable=False, to_choose=True)
    lamp = WishListItem(
        3,
        "Table lamp",
        "",
        card("Table lamp", flag="Sold out", available=False),
        4,
        4,
        0,
        buyable=False,
        to_choose=False,
    )
    gone = WishListItem(4, "Hook rail", "", None, 5, 5, 0, buyable=False, to_choose=False)
    yield sample("wish_list_item", "Can be bought", item=mug, key="abc").within(around)
    yield sample("wish_list_item", "Somebody else's", item=mug).within(around)
    yield sample("wish_list_item", "To choose", item=bowl, key="abc").within(around)
    yield sample("wish_list_item", "Sold out", item=lamp, key="abc").within(around)
    yield sample("wish_list_item", "No longer sold", item=gone, key="abc").within(around)

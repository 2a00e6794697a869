"""The names of what responses are made from. A name per thing whose change is told apart."""

from typing import Any, Final


def product(pk: Any) -> str:
    """A product or a variant as it is shown: texts, pictures, attributes, price, displayed stock.

    Whatever shows a product is made from its variants too; one that comes or goes changes both.
    """
    return f"product:{pk}"


def a_product(*pks: Any) -> tuple[str, ...]:
    """These products, and whatever is made from all of them."""
    return (*map(product, pks), PRODUCTS) if pks else ()


def category(pk: Any) -> str:
    """What a category says of itself. Which products it holds is its `listing`."""
    return f"category:{pk}"


def shelf(pk: Any = 0) -> str:
    """Which products stand in a category and below it, and in what order the shop puts them.

    Prices, ratings and stock are no part of it. Without a key: in the whole shop.
    """
    return f"shelf:{pk}"


def listing(pk: Any = 0) -> str:
    """What a category and those below it list: its shelf, and the facts that are counted there.

    Without a key: the whole shop's, which changes whenever any category's does.
    """
    return f"listing:{pk}"


def reviews(pk: Any) -> str:
    """The published reviews and answered questions of a product."""
    return f"reviews:{pk}"


def page(pk: Any) -> str:
    """A page of the CMS, of whatever type, as it is published."""
    return f"page:{pk}"


def layout(pk: Any) -> str:
    """A set of sections that many products or categories are shown with."""
    return f"layout:{pk}"


def snippet(kind: str, pk: Any) -> str:
    """A piece that editors use on several pages; `kind` is its model's label."""
    return f"snippet:{kind}:{pk}"


def image(pk: Any) -> str:
    """A picture of the library: its file, its text, its renditions."""
    return f"image:{pk}"


def setting(name: str) -> str:
    """A group of settings that editors change; `name` is its model's, such as StoreSettings."""
    return f"setting:{name}"


#: Any product: what shows them all, such as a feed or a sitemap.
PRODUCTS: Final = "products"
#: Any picture of the library.
IMAGES: Final = "images"
#: The names of the facts that shoppers choose by.
FACETS: Final = "facets"
#: Which pages there are, where they stand and what they are called: links, crumbs and menus.
PAGES: Final = "pages"
#: Any page that was published or changed: what tells of all of them, such as a sitemap.
PUBLISHED: Final = "published"
#: The public categories, their names and addresses, as menus and crumbs show them.
CATEGORIES: Final = "categories"
#: Which layouts there are, and what they are for.
LAYOUTS: Final = "layouts"
#: What a search finds: the words of all products and pages.
SEARCH: Final = "search"
#: Offers, their ranges, conditions and dates.
OFFERS: Final = "offers"
#: Delivery methods, their charges, days and countries.
TARIFFS: Final = "tariffs"
#: VAT rates.
TAX: Final = "tax"
#: What is on shoppers' wish lists.
WISHES: Final = "wishes"
#: How much was sold of what: the order of the best-selling.
SALES: Final = "sales"

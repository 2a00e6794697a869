"""What is found for a query: product ids, best first, and editors' pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, QuerySet
from django.db.models.functions import Length
from wagtail.models import Page, get_page_models
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Fuzzy

from shop.catalogue.models import Product
from shop.core import page_cache
from shop.core.page_cache import sources
from shop.search.selectors.corrections import corrected, same_word
from shop.search.selectors.editors import Promoted, alternatives, promoted
from shop.search.selectors.things import things_pages
from shop.search.words import cleaned, words_of

# Nobody pages further; it bounds what a common word may cost.
MOST_PRODUCTS = 480
MOST_PAGES = 6
# The home page shows a little of everything, so it answers nothing.
HOME_DEPTH = 2
EXACT, BEGINS, REST = range(3)

Item = TypeVar("Item")


@dataclass(frozen=True)
class PageHit:
    """An editor's page that was found."""

    title: str
    url: str
    text: str


@dataclass(frozen=True)
class Found:
    """What a query leads to.

    `query` is what was asked, made fit for a page. `product_ids` are of products that are sold,
    best first: the title itself, titles that begin so, titles with all words, then what has the
    words anywhere. Where nothing has the words, `instead` are the corrected ones that were searched
    (empty where the difference is no mistake), or `similar` says that a search server took what
    comes close.
    """

    query: str
    product_ids: tuple[int, ...] = ()
    pages: tuple[PageHit, ...] = ()
    instead: str = ""
    similar: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not self.product_ids and not self.pages


def find(query: str) -> Found:
    """Products and pages that have all words of `query`; a title's last word may be unfinished.

    Then what editors call the same. What they promote for the query comes first. Where nothing was
    found, misspelt words are corrected. Three queries, at most eight where words had to be
    corrected, and three more for each synonym; none for an empty query.
    """
    page_cache.made_from(sources.SEARCH)
    query = cleaned(query)
    words = words_of(query)
    if not words:
        return Found(query=query)
    first = promoted(query)
    products, pages = promoted_product_ids(first), promoted_pages(first)
    for asked in (words, *alternatives(words)):
        found, found_pages = _both(asked)
        products, pages = _joined(products, found), _joined(pages, found_pages)
    if products or pages:
        return Found(query=query, product_ids=products[:MOST_PRODUCTS], pages=pages[:MOST_PAGES])
    if not searches_database():
        return Found(query=query, product_ids=_alike(words), similar=True)
    instead = corrected(words)
    if instead != words:
        products, pages = _both(instead)
    if not products and not pages:
        return Found(query=query)
    return Found(query=query, product_ids=products, pages=pages, instead=said(words, instead))


def said(words: tuple[str, ...], instead: tuple[str, ...]) -> str:
    """The corrected words as a visitor is told of them; nothing where a number differs only."""
    return "" if all(map(same_word, words, instead)) else " ".join(instead)


def searches_database() -> bool:
    """Whether the index is the database's own, not a search server."""
    return not get_search_backend().catch_indexing_errors


def sold() -> QuerySet[Product]:
    """The products that searches find, told by what a search server knows of them too."""
    return Product.objects.filter(is_public=True).exclude(structure=Product.CHILD)


def titled(words: tuple[str, ...], products: QuerySet[Product], *, limit: int) -> list[Product]:
    """Those whose title has the words, the last one perhaps unfinished; closest first. One query.

    Of titles that have all the words the shortest says least besides.
    """
    options: dict[str, Any] = {"operator": "and"}
    if searches_database():
        products = products.order_by(Length("title").asc(), F("priority").desc(), F("pk").desc())
        options["order_by_relevance"] = False
    found = get_search_backend().autocomplete(" ".join(words), products, **options)[:limit]
    return sorted(found, key=lambda product: title_rank(product, words))


def title_rank(product: Product, words: tuple[str, ...]) -> int:
    """How close a title is to the words: it is them, it begins with them, or neither."""
    title = " ".join(words_of(product.title)).casefold()
    asked = " ".join(words).casefold()
    if title == asked:
        return EXACT
    return BEGINS if title.startswith(asked) else REST


def page_hits(
    words: tuple[str, ...], *, limit: int = MOST_PAGES, unfinished: bool = False
) -> tuple[PageHit, ...]:
    """Public pages that have the words; by their titles alone where the last is unfinished."""
    backend = get_search_backend()
    look = backend.autocomplete if unfinished else backend.search
    found = look(" ".join(words), _pages(), operator="and")
    return tuple(_hits(page for page in found[: limit + 1] if page.depth > HOME_DEPTH))[:limit]


def promoted_product_ids(first: Promoted) -> tuple[int, ...]:
    """Those of the promoted products that are sold, in their order. One query where there are."""
    if not first.product_ids:
        return ()
    there = set(sold().filter(pk__in=first.product_ids).values_list("pk", flat=True))
    return tuple(pk for pk in first.product_ids if pk in there)


def promoted_pages(first: Promoted) -> tuple[PageHit, ...]:
    """Those of the promoted pages that shoppers come to. One query where there are, and one each
    where pages of products or of categories are among them."""
    if not first.page_ids:
        return ()
    there: dict[int, Any] = Page.objects.live().public().in_bulk(first.page_ids)
    there |= things_pages(there.values())
    there = {pk: page for pk, page in there.items() if getattr(page, "is_seen", True)}
    return tuple(_hits(there[pk] for pk in first.page_ids if pk in there))


def _hits(pages: Iterable[Page]) -> Iterator[PageHit]:
    for page in pages:
        if url := page.get_url():
            yield PageHit(title=page.title, url=url, text=page.search_description)


def _joined(first: tuple[Item, ...], then: tuple[Item, ...]) -> tuple[Item, ...]:
    """Both, each once."""
    return tuple(dict.fromkeys((*first, *then)))


def _pages() -> QuerySet[Page]:
    """The public pages, but those that stand for a product or a category, which is found itself."""
    others = [model for model in get_page_models() if getattr(model, "stands_for_a_thing", False)]
    return Page.objects.live().public().not_type(*others)


def _both(words: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[PageHit, ...]]:
    """The titles first, then what has the words anywhere; and the pages."""
    products = sold().only("pk", "title")
    anywhere = get_search_backend().search(" ".join(words), products, operator="and")
    ranked = [
        *titled(words, products, limit=MOST_PRODUCTS),
        *anywhere[:MOST_PRODUCTS],
    ]
    ranked.sort(key=lambda product: title_rank(product, words))
    ids = tuple(dict.fromkeys(product.pk for product in ranked))[:MOST_PRODUCTS]
    return ids, page_hits(words)


def _alike(words: tuple[str, ...]) -> tuple[int, ...]:
    """What a search server takes for similar."""
    found = get_search_backend().search(Fuzzy(" ".join(words)), sold().only("pk"))
    return tuple(product.pk for product in found[:MOST_PRODUCTS])

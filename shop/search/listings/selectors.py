"""A page of a listing with its choices: a category, the whole shop, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shop.catalogue.models import Category, Product
from shop.catalogue.selectors import ProductCard, category_tree, product_cards
from shop.catalogue.selectors.page_parts import Link, way_to
from shop.catalogue.summary import summary
from shop.core import page_cache
from shop.core.page_cache import sources
from shop.core.templatetags.money import money
from shop.partner.prices import shows_vat_inside
from shop.search.listings.asked import RATINGS, Asked, address, param_of
from shop.search.listings.counting import Choices, Counts, Ids, Value, offer_names
from shop.search.models import ListedProduct, Placement

Pair = tuple[str, str]

PER_PAGE = 24
FEW = 5_000
MOST_GROUPS, MOST_OPTIONS, OPEN_GROUPS, FIRST_OPTIONS = 8, 30, 2, 6
RELEVANCE, FEATURED, BEST = "relevance", "featured", "best-selling"
SORTS = {
    RELEVANCE: gettext_lazy("Best match"),
    FEATURED: gettext_lazy("Featured"),
    BEST: gettext_lazy("Best selling"),
    "newest": gettext_lazy("Newest first"),
    "price": gettext_lazy("Price, low to high"),
    "-price": gettext_lazy("Price, high to low"),
}
# The last word is the key, so that pages never overlap.
_ORDERS: dict[str, tuple[Any, ...]] = {
    FEATURED: ("-priority", "-added_at", "-pk"),
    BEST: ("-sold", "-priority", "-pk"),
    "newest": ("-added_at", "-pk"),
    "price": (F("price").asc(nulls_last=True), "-pk"),
    "-price": (F("price").desc(nulls_last=True), "-pk"),
}


@dataclass(frozen=True)
class Option:
    """One choice: `name` and `value` make it part of an address, `count` products have it."""

    name: str
    value: str
    label: str
    count: int
    checked: bool
    swatch: str = ""

    @property
    def leads_nowhere(self) -> bool:
        """Whether there is nothing to be found by it; “any” always leads somewhere."""
        return not self.count and bool(self.value)

    @property
    def said(self) -> str:
        """The count in words."""
        words = ngettext("%(count)d product", "%(count)d products", self.count)
        return words % {"count": self.count}


@dataclass(frozen=True)
class Group:
    """Choices that belong together. With `single` only one of them can be made at a time."""

    id: str
    title: str
    options: tuple[Option, ...]
    open: bool
    single: bool = False

    @property
    def shown(self) -> int:
        """How many choices are shown at once: all, where hardly any would be left."""
        few = len(self.options) <= FIRST_OPTIONS + 2
        return len(self.options) if few else FIRST_OPTIONS

    @property
    def rest(self) -> tuple[Option, ...]:
        """The choices that are folded away."""
        return self.options[self.shown :]

    @property
    def rest_open(self) -> bool:
        """Whether one of those was made."""
        return any(option.checked for option in self.rest)


@dataclass(frozen=True)
class PriceRange:
    """What is asked for, and between which prices (VAT included) there is anything."""

    title: str
    lowest: Decimal
    highest: Decimal
    currency: str
    price_from: Decimal | None
    price_to: Decimal | None


@dataclass(frozen=True)
class Listing:
    """Products with their choices, order and pages. `page.object_list` holds ProductCards.

    `chips` lead to the listing without one of the choices that were made, `clear_url` without any.
    `groups` are what the products themselves tell, `common_groups` what every listing has.
    `kept` are the parts of the address that are no choice, such as the words of a search; `query`
    is the whole query string but for the page, encoded.
    """

    url: str
    page: Page
    count: int
    sort: str
    sorts: tuple[tuple[str, Any], ...]
    groups: tuple[Group, ...]
    price: PriceRange | None
    common_groups: tuple[Group, ...]
    chips: tuple[Link, ...]
    clear_url: str
    kept: tuple[Pair, ...]
    query: str
    title: str = ""
    description: str = ""
    meta_title: str = ""
    meta_description: str = ""
    crumbs: tuple[Link, ...] = ()
    subcategories: tuple[Link, ...] = ()
    category_id: int | None = None

    @property
    def has_choices(self) -> bool:
        """Whether there is anything to choose by."""
        return bool(self.groups or self.price or self.common_groups)

    @property
    def canonical_url(self) -> str:
        """The address for search engines: orders and choices show parts of the same things."""
        return self.url if self.chips else self._page_url(self.page.number, sorted_=False)

    @property
    def previous_url(self) -> str:
        """The page before this one, if any."""
        return self._page_url(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """The page after this one, if any."""
        return self._page_url(self.page.number + 1) if self.page.has_next() else ""

    def _page_url(self, number: int, *, sorted_: bool = True) -> str:
        query = "&".join(
            part
            for part in (self.query if sorted_ else "", f"page={number}" if number > 1 else "")
            if part
        )
        return f"{self.url}?{query}" if query else self.url


def category_listing(path: str, *, strategy: Any, asked: Asked, hidden: bool = False) -> Listing:
    """The page of the category at this path (slugs joined by slashes), subcategories included.

    Raises Category.DoesNotExist where it is not there or not public (`hidden` finds it then, too),
    and django.core.paginator.InvalidPage for a page past the end. At most thirteen queries, one
    more where values are chosen, and one for each kind of choice.
    """
    categories = Category.objects.all() if hidden else Category.objects.browsable()
    category = categories.get(full_path=path.strip("/"))
    page_cache.made_from(sources.category(category.pk), sources.listing(category.pk))
    way = way_to(category)
    below = (
        category.get_children().filter(is_public=True).order_by("path") if category.numchild else ()
    )
    placed = Placement.objects.filter(category=category.pk).values("product")
    return replace(
        _listing(
            placed,
            url=category.get_absolute_url(),
            strategy=strategy,
            asked=asked,
        ),
        title=category.name,
        description=category.description or "",
        meta_title=category.get_meta_title(),
        meta_description=category.get_meta_description(),
        crumbs=(Link(_("Shop"), reverse("catalogue:index")), *way),
        subcategories=tuple(Link(child.name, child.get_absolute_url()) for child in below),
        category_id=category.pk,
    )


def shop_listing(*, strategy: Any, asked: Asked, title: str = "", description: str = "") -> Listing:
    """All products, and the main categories as ways on. Raises InvalidPage. Ten queries and more,
    as `category_listing`."""
    page_cache.made_from(sources.listing())
    title = title or _("Shop")
    return replace(
        _listing(
            None,
            url=reverse("catalogue:index"),
            strategy=strategy,
            asked=asked,
        ),
        title=title,
        description=description,
        meta_title=title,
        meta_description=summary(description),
        subcategories=tuple(Link(node.title, node.url) for node in category_tree()),
    )


def found_listing(
    product_ids: Sequence[int], *, url: str, words: str, strategy: Any, asked: Asked
) -> Listing:
    """What a search found, best first, under the same choices. Raises InvalidPage."""
    page_cache.made_from(sources.listing())
    return _listing(
        product_ids,
        url=url,
        strategy=strategy,
        asked=asked,
        ranked=product_ids,
        kept=(("q", words),),
    )


def _listing(
    scope: Ids | None,
    *,
    url: str,
    strategy: Any,
    asked: Asked,
    ranked: Sequence[int] | None = None,
    kept: tuple[Pair, ...] = (),
) -> Listing:
    choices = Choices(asked, scope)
    # From here on only what there is: nothing unknown comes back in an address.
    asked = replace(asked, values=_chosen(choices))
    counts = choices.counts()
    sorts = _sorts(ranked is not None, counts)
    default = next(iter(sorts))
    sort = asked.sort if asked.sort in sorts else default
    page = Paginator(range(counts.count), PER_PAGE).page(asked.page)
    page.object_list = _cards(choices, counts, page, sort, ranked, strategy)  # type: ignore[assignment]
    ordered = [] if sort == default else [("sort", sort)]
    return Listing(
        url=url,
        page=page,
        count=counts.count,
        sort=sort,
        sorts=tuple(sorts.items()),
        groups=_value_groups(asked, counts, choices),
        price=_price(asked, counts),
        common_groups=_common_groups(asked, counts),
        chips=_chips(asked, choices, url, kept, ordered),
        clear_url=address(url, [*kept, *ordered]),
        kept=kept,
        query=address("", [*kept, *asked.choices(), *ordered]).removeprefix("?"),
    )


def _chosen(choices: Choices) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for value in choices.values:
        chosen[value.facet.code] = (*chosen.get(value.facet.code, ()), value.slug)
    return chosen


def _sorts(is_ranked: bool, counts: Counts) -> dict[str, Any]:
    left_out = {FEATURED if is_ranked else RELEVANCE} | (set() if counts.sells else {BEST})
    return {name: label for name, label in SORTS.items() if name not in left_out}


def _cards(
    choices: Choices,
    counts: Counts,
    page: Page,
    sort: str,
    ranked: Sequence[int] | None,
    strategy: Any,
) -> list[ProductCard]:
    found = choices.products()
    start = (page.number - 1) * PER_PAGE
    products: Any
    if sort == RELEVANCE and ranked is not None:
        there = set(found.values_list("pk", flat=True))
        products = [pk for pk in ranked if pk in there][start : start + PER_PAGE]
    else:
        products = ordered_products(
            found, sort=sort, start=start, most=PER_PAGE, count=counts.count
        )
    chosen = [(value.facet.code, value.label) for value in choices.values]
    cards = product_cards(products, strategy=strategy, showing=chosen)
    names = offer_names([card.id for card in cards])
    return [replace(card, offer=names.get(card.id, "")) for card in cards]


def ordered_products(
    found: QuerySet[ListedProduct], *, sort: str, start: int, most: int, count: int
) -> QuerySet[Product]:
    """`most` of the `count` listed products in an order, from `start` on, as products. No query."""
    order = _ORDERS[sort]
    first, *others = order
    if count <= FEW:
        first = _unindexed(first)
    shown = found.order_by(first, *others).values("pk")[start : start + most]
    return (
        Product.objects.browsable()
        .filter(pk__in=shown)
        .select_related("product_class")
        .order_by(*(_through(term) for term in order))
    )


def _unindexed(term: Any) -> Any:
    """The same order, but no index has it: the database then takes the few products there are and
    sorts them, instead of walking through all products in order until it has met enough of them."""
    return Coalesce(term[1:], term[1:]).desc() if isinstance(term, str) else term


def _through(term: Any) -> Any:
    """An order of listed products as one of the products themselves."""
    if isinstance(term, str):
        return term if term == "-pk" else f"-listed__{term[1:]}"
    price = F("listed__price")
    return price.desc(nulls_last=True) if term.descending else price.asc(nulls_last=True)


def _common_groups(asked: Asked, counts: Counts) -> tuple[Group, ...]:
    groups = []
    rated = [rating for rating in RATINGS if counts.ratings[rating] or asked.rating == rating]
    if rated:
        options = [
            Option(
                "rating",
                str(r),
                _("%(stars)d stars and more") % {"stars": r},
                counts.ratings[r],
                asked.rating == r,
            )
            for r in rated
        ]
        anything = Option("rating", "", _("Any"), 0, not asked.rating)
        groups.append(
            Group("rating", _("Rating"), (anything, *options), open=bool(asked.rating), single=True)
        )
    only = []
    if asked.available or 0 < counts.available < counts.count:
        only.append(Option("available", "1", _("In stock"), counts.available, asked.available))
    if asked.on_offer or counts.on_offer:
        only.append(Option("offer", "1", _("On offer"), counts.on_offer, asked.on_offer))
    if only:
        groups.append(Group("only", _("Show only"), tuple(only), open=True))
    return tuple(groups)


def _value_groups(asked: Asked, counts: Counts, choices: Choices) -> tuple[Group, ...]:
    by_facet: dict[str, list[Value]] = {}
    for value in counts.values:
        by_facet.setdefault(value.code, []).append(value)
    # A chosen value that nothing has under the other choices stays, to be given up again.
    for given in choices.values:
        values = by_facet.setdefault(given.facet.code, [])
        if given.pk not in {value.pk for value in values}:
            values.append(
                Value(
                    given.pk,
                    given.facet.code,
                    given.facet.name,
                    given.slug,
                    given.label,
                    given.swatch,
                    given.position,
                    0,
                )
            )
    useful = [
        (code, values)
        for code, values in by_facet.items()
        if code in asked.values or _divides(values, counts.count)
    ]
    # What most products have comes first.
    useful.sort(key=lambda item: (-sum(value.count for value in item[1]), item[0]))
    groups: list[Group] = []
    for code, values in useful[:MOST_GROUPS]:
        chosen = asked.values.get(code, ())
        options = sorted(values, key=lambda v: (v.slug not in chosen, -v.count))[:MOST_OPTIONS]
        groups.append(
            Group(
                code,
                values[0].facet,
                tuple(
                    Option(param_of(code), v.slug, v.label, v.count, v.slug in chosen, v.swatch)
                    for v in sorted(options, key=lambda v: (v.position, v.label.casefold()))
                ),
                open=len(groups) < OPEN_GROUPS or bool(chosen),
            )
        )
    return tuple(groups)


def _divides(values: list[Value], count: int) -> bool:
    """Whether choosing one of the values would leave anything out."""
    return len(values) > 1 or any(value.count < count for value in values)


def _price(asked: Asked, counts: Counts) -> PriceRange | None:
    is_asked = asked.price_from is not None or asked.price_to is not None
    lowest, highest = counts.lowest or Decimal(0), counts.highest or Decimal(0)
    if lowest == highest and not is_asked:
        return None
    return PriceRange(
        title=_("Price") if shows_vat_inside() else _("Price incl. VAT"),
        lowest=lowest,
        highest=highest,
        currency=settings.OSCAR_DEFAULT_CURRENCY,
        price_from=asked.price_from,
        price_to=asked.price_to,
    )


def _chips(
    asked: Asked, choices: Choices, url: str, kept: Sequence[Pair], ordered: Sequence[Pair]
) -> tuple[Link, ...]:
    def to(left: Asked) -> str:
        return address(url, [*kept, *left.choices(), *ordered])

    chips = [
        Link(value.label, to(asked.without_value(value.facet.code, value.slug)))
        for value in choices.values
    ]
    if asked.price_from is not None or asked.price_to is not None:
        chips.append(Link(_price_words(asked), to(replace(asked, price_from=None, price_to=None))))
    if asked.rating:
        words = ngettext("%(stars)d star and more", "%(stars)d stars and more", asked.rating)
        chips.append(Link(words % {"stars": asked.rating}, to(replace(asked, rating=None))))
    if asked.available:
        chips.append(Link(_("In stock"), to(replace(asked, available=False))))
    if asked.on_offer:
        chips.append(Link(_("On offer"), to(replace(asked, on_offer=False))))
    return tuple(chips)


def _price_words(asked: Asked) -> str:
    currency = settings.OSCAR_DEFAULT_CURRENCY
    low = money(asked.price_from, currency) if asked.price_from is not None else ""
    high = money(asked.price_to, currency) if asked.price_to is not None else ""
    if low and high:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    if low:
        return _("From %(low)s") % {"low": low}
    return _("Up to %(high)s") % {"high": high}

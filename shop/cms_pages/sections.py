"""What a page's sections show, loaded together: constant queries for any number of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from csp.decorators import csp_update
from django.db.models import prefetch_related_objects
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from oscar.core.loading import get_class, get_model
from wagtail.blocks import StructValue
from wagtail.blocks.stream_block import StreamValue

from shop.catalogue.selectors import ProductCard, category_tree, product_cards
from shop.cms_pages.blocks.base import SIGNED_IN, SIGNED_OUT
from shop.cms_pages.links import resolve_links
from shop.cms_pages.page_data import faq_data
from shop.cms_pages.pooled import pooled
from shop.cms_pages.previews import COMING, LOGGED_IN, is_preview, preview_mode
from shop.cms_pages.rules import BEST, OFFER, SALE, ruled_product_ids
from shop.cms_pages.stories import Story, newest_stories, story
from shop.core import page_cache
from shop.core.page_cache import sources
from shop.media.selectors import Picture, picture

if TYPE_CHECKING:
    from shop.cms_pages.blocks.base import ProductRule, SectionBlock
    from shop.media.models import Image

SPARE = 4


Selector = get_class("partner.strategy", "Selector")


@dataclass(frozen=True)
class CategoryTile:
    """A way into a category."""

    title: str
    url: str
    picture: Picture | None


@dataclass(frozen=True)
class ShownSection:
    """A section that stands on the page now; `anchor` is its id there.

    `audience` is empty where it is for everybody. What is for shoppers who are logged in arrives
    apart (shop.cms_pages.personal), so the page has only its place. `first`: it opens the page.
    """

    child: StreamValue.StreamChild
    anchor: str
    audience: str
    first: bool

    @property
    def arrives_later(self) -> bool:
        """Whether the page itself leaves only its place."""
        return self.audience == SIGNED_IN


@dataclass
class SectionData:
    """The products, pictures and categories of all sections of one page."""

    request: Any
    cards_by_id: dict[int, ProductCard]
    ids_by_rule: dict[ProductRule, list[int]]
    top_categories: list[Any]
    leading_image: Image | None = None
    stories: list[Story] = field(default_factory=list)
    shown: tuple[ShownSection, ...] = field(default=())

    @classmethod
    def for_stream(
        cls, stream: Iterable[Any], *, request: Any, audiences: Iterable[str] = ("", SIGNED_OUT)
    ) -> SectionData:
        """What the sections of a stream field show at this moment to everybody.

        Loads only what is for the `audiences` (see `ShownSection`). The page that they stand on is
        kept no longer than until the next one comes or goes. An editor's preview may ask for more
        (see `shop.cms_pages.previews`).
        """
        mode = preview_mode(request)
        with pooled(stream):
            shown = tuple(sections_now(stream, coming=mode == COMING))
        if mode == LOGGED_IN:
            shown = tuple(
                replace(section, audience="") for section in shown if section.audience != SIGNED_OUT
            )
        loaded = [section.child for section in shown if section.audience in audiences]
        data = cls.load([(child.block, child.value) for child in loaded], request=request)
        data.shown = shown
        if turn := next_turn(stream):
            page_cache.until(turn)
        return data

    @property
    def opens_with_hero(self) -> bool:
        """Whether the first section carries the page's one h1: a hero that everybody sees."""
        if not self.shown or self.shown[0].audience:
            return False
        child = self.shown[0].child
        return bool(child.block.carries_title(child.value))

    @property
    def has_films(self) -> bool:
        """Whether a section shows a film in a player."""
        return any(section.child.block_type == "video" for section in self.shown)

    @property
    def frame_hosts(self) -> set[str]:
        """The origins of the frames that the sections show."""
        shown = (section.child for section in self.shown)
        return {host for child in shown for host in child.block.frame_hosts(child.value)}

    @property
    def faq(self) -> dict[str, Any] | None:
        """The questions that the page itself answers, for search engines (schema.org's FAQPage)."""
        told = (section.child for section in self.shown if not section.arrives_later)
        return faq_data(asked for child in told for asked in child.block.asked(child.value))

    @property
    def is_personal(self) -> bool:
        """Whether the page asks for sections that are not for everybody; a preview never does: it
        would get those of the published page."""
        return not is_preview(self.request) and any(section.audience for section in self.shown)

    @classmethod
    def load(
        cls, sections: Iterable[tuple[SectionBlock, StructValue]], *, request: Any
    ) -> SectionData:
        """A query or two a rule, seven for all products, three for pictures and categories."""
        sections = list(sections)
        linked = resolve_links(value for _block, value in sections)
        page_cache.made_from(
            *(page_cache.sources.product(pk) for pk in linked["product"]),
            *(page_cache.sources.category(pk) for pk in linked["category"]),
        )
        rules = {rule for block, value in sections if (rule := block.product_rule(value))}
        ids_by_rule = {
            # A few more than are shown, should one have been sold out since it was listed.
            rule: ruled_product_ids(
                rule.source,
                limit=rule.limit + (SPARE if rule.in_stock else 0),
                order=rule.order,
                category_id=rule.category_id,
                offer_id=rule.offer_id,
                in_stock=rule.in_stock,
            )
            for rule in sorted(rules, key=repr)
        }
        product_ids = {pk for ids in ids_by_rule.values() for pk in ids}
        product_ids.update(pk for block, value in sections for pk in block.product_ids(value))
        cards: list[ProductCard] = []
        if product_ids:
            strategy = getattr(request, "strategy", None) or Selector().strategy(request=request)
            cards = product_cards(sorted(product_ids), strategy=strategy)

        categories = [item for block, value in sections for item in block.categories(value)]
        prefetch_related_objects(categories, "image")
        if categories:
            page_cache.made_from(page_cache.sources.CATEGORIES)
        top_categories: list[Any] = []
        if any(block.wants_top_categories(value) for block, value in sections):
            ids = [node.id for node in category_tree()]
            shown = get_model("catalogue", "Category").objects.browsable().filter(pk__in=ids)
            top_categories = list(shown.select_related("image").order_by("path"))
        wanted = max((block.wanted_stories(value) for block, value in sections), default=0)
        articles = list(newest_stories()[:wanted]) if wanted else []
        pictures = [item for block, value in sections for item in block.pictures(value) if item]
        leading_image = pictures[0] if pictures else None
        pictures += [item.image for item in (*categories, *top_categories) if item.image]
        pictures += [article.picture for article in articles if article.picture]
        prefetch_related_objects(pictures, "renditions")
        page_cache.made_from(
            *(sources.product(pk) for pk in product_ids),
            *(sources.image(image.pk) for image in pictures),
            *(sources.category(category.pk) for category in (*categories, *top_categories)),
            *(source for rule in rules for source in _sources(rule)),
            *({sources.PAGES} if wanted else ()),
            *({sources.CATEGORIES} if top_categories else ()),
            *(source for block, value in sections for source in block.sources(value)),
        )
        return cls(
            request=request,
            cards_by_id={card.id: card for card in cards},
            ids_by_rule=ids_by_rule,
            top_categories=top_categories,
            leading_image=leading_image,
            stories=[story(article) for article in articles],
        )

    @property
    def leading_picture(self) -> Picture | None:
        """What a link to the page is shown with: its first picture, else its first product's."""
        cards = (card.picture for card in self.cards_by_id.values() if card.picture)
        return self.picture(self.leading_image) or next(cards, None)

    def cards(self, product_ids: Iterable[int]) -> list[ProductCard]:
        """The cards of these products in this order; what is not sold any more is missing."""
        return [self.cards_by_id[pk] for pk in product_ids if pk in self.cards_by_id]

    def cards_by_rule(self, rule: ProductRule) -> list[ProductCard]:
        """The cards that a rule found, a few more than its limit where some may be sold out."""
        return self.cards(self.ids_by_rule.get(rule, []))

    def picture(self, image: Image | None) -> Picture | None:
        """The picture as plain data, or nothing where the library has lost it."""
        return picture(image) if image else None

    def category_tile(
        self, category: Any, *, label: str = "", image: Image | None = None
    ) -> CategoryTile | None:
        """The tile of a category, or nothing where it is gone or not public."""
        if not category or not (category.is_public and category.ancestors_are_public):
            return None
        return CategoryTile(
            title=label or category.name,
            url=category.get_absolute_url(),
            picture=self.picture(image or category.image),
        )

    def top_category_tiles(self) -> list[CategoryTile]:
        """Tiles of the shop's main categories."""
        tiles = (self.category_tile(category) for category in self.top_categories)
        return [tile for tile in tiles if tile]


def _sources(rule: ProductRule) -> Iterator[str]:
    yield page_cache.sources.listing(rule.category_id or 0)
    if rule.source in (SALE, OFFER):
        yield page_cache.sources.OFFERS
    if BEST in (rule.source, rule.order):
        yield page_cache.sources.SALES


def sections_now(
    stream: Iterable[Any], moment: datetime | None = None, *, coming: bool = False
) -> Iterator[ShownSection]:
    """The sections whose window holds the moment (now), in their order; with those that are still
    to come, if `coming`."""
    moment = moment or timezone.now()
    first = True
    for number, child in enumerate(stream):
        later = coming and any(turn > moment for turn in child.block.turns(child.value))
        if later or child.block.is_open(child.value, moment):
            yield ShownSection(
                child=child,
                anchor=f"section-{child.id or number}",
                audience=child.value.get("audience") or "",
                first=first,
            )
            first = False


def next_turn(stream: Iterable[Any], moment: datetime | None = None) -> datetime | None:
    """When the next section comes or goes after the moment (now); None where none ever does."""
    moment = moment or timezone.now()
    turns = (turn for child in stream for turn in child.block.turns(child.value))
    return min((turn for turn in turns if turn > moment), default=None)


def let_frames_in(answer: HttpResponseBase, hosts: Iterable[str]) -> Any:
    """The answer; only a page that has a film at a host lets that host's frame in."""
    origins = sorted(hosts)
    allowed: Any = csp_update({"frame-src": origins} if origins else {})
    return allowed(lambda: answer)()


def personal_url(page: Any, sections: SectionData) -> str:
    """Where a page asks for its personal parts; empty where the header's own address does."""
    return reverse("page-personal", args=[page.pk]) if page.pk and sections.is_personal else ""

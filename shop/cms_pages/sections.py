"""What a page's sections show, loaded together: constant queries for any number of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from oscar.core.loading import get_class, get_model
from wagtail.blocks import StructValue
from wagtail.blocks.stream_block import StreamValue

from shop.catalogue.selectors import ProductCard, category_tree, newest_product_ids, product_cards
from shop.media.selectors import Picture, picture

if TYPE_CHECKING:
    from shop.cms_pages.blocks.base import ProductRule, SectionBlock
    from shop.media.models import Image

Selector = get_class("partner.strategy", "Selector")


@dataclass(frozen=True)
class CategoryTile:
    """A way into a category."""

    title: str
    url: str
    picture: Picture | None


@dataclass
class SectionData:
    """The products, pictures and categories of all sections of one page."""

    request: Any
    cards_by_id: dict[int, ProductCard]
    ids_by_rule: dict[ProductRule, list[int]]
    top_categories: list[Any]
    leading_image: Image | None = None

    @classmethod
    def for_stream(cls, stream: StreamValue, *, request: Any) -> SectionData:
        """What the sections of a stream field show."""
        return cls.load([(child.block, child.value) for child in stream], request=request)

    @classmethod
    def load(
        cls, sections: Iterable[tuple[SectionBlock, StructValue]], *, request: Any
    ) -> SectionData:
        """A query or two a rule, seven for all products, three for pictures and categories."""
        sections = list(sections)
        rules = {rule for block, value in sections if (rule := block.product_rule(value))}
        ids_by_rule = {
            # Some more than are shown: a row may leave out what is sold out and still fill up.
            rule: newest_product_ids(category_id=rule.category_id, limit=rule.limit * 2)
            for rule in sorted(rules, key=lambda rule: (rule.category_id or 0, rule.limit))
        }
        product_ids = {pk for ids in ids_by_rule.values() for pk in ids}
        product_ids.update(pk for block, value in sections for pk in block.product_ids(value))
        cards: list[ProductCard] = []
        if product_ids:
            strategy = getattr(request, "strategy", None) or Selector().strategy(request=request)
            cards = product_cards(sorted(product_ids), strategy=strategy)

        categories = [item for block, value in sections for item in block.categories(value)]
        prefetch_related_objects(categories, "image")
        top_categories: list[Any] = []
        if any(block.wants_top_categories(value) for block, value in sections):
            ids = [node.id for node in category_tree()]
            shown = get_model("catalogue", "Category").objects.browsable().filter(pk__in=ids)
            top_categories = list(shown.select_related("image").order_by("path"))
        pictures = [item for block, value in sections for item in block.pictures(value) if item]
        leading_image = pictures[0] if pictures else None
        pictures += [item.image for item in (*categories, *top_categories) if item.image]
        prefetch_related_objects(pictures, "renditions")
        return cls(
            request=request,
            cards_by_id={card.id: card for card in cards},
            ids_by_rule=ids_by_rule,
            top_categories=top_categories,
            leading_image=leading_image,
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
        """The cards that a rule found, up to twice its limit."""
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

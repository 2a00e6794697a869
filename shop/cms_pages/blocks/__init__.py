"""The sections that pages are made of; one module a family.

A section is a block that editors choose, fill and preview. Templates: `templates/blocks/`.
"""

from wagtail.blocks import Block

from shop.cms_pages.blocks.answers import ComparisonBlock, FaqBlock
from shop.cms_pages.blocks.campaigns import CountdownBlock, PromotionBlock
from shop.cms_pages.blocks.categories import CategoryTilesBlock
from shop.cms_pages.blocks.category_page import GridPromotionBlock
from shop.cms_pages.blocks.editorial import EditorialSplitBlock, QuoteBlock, TextBlock
from shop.cms_pages.blocks.facts import FactsBlock
from shop.cms_pages.blocks.films import VideoBlock
from shop.cms_pages.blocks.gallery import LookBlock, PictureGalleryBlock
from shop.cms_pages.blocks.hero import HeroBlock
from shop.cms_pages.blocks.journal import StoriesBlock
from shop.cms_pages.blocks.product_page import (
    BuyBoxBlock,
    DeliveryReturnsBlock,
    GalleryBlock,
    OwnSectionsBlock,
    QuestionsBlock,
    RelatedBlock,
    ReviewsBlock,
    RichMediaBlock,
    SpecificationBlock,
    StoryBlock,
)
from shop.cms_pages.blocks.products import ProductGridBlock, ProductRowBlock
from shop.cms_pages.blocks.signup import NewsletterBlock


def shop_sections() -> list[tuple[str, Block]]:
    """What shows things that are sold."""
    return [
        ("product_row", ProductRowBlock()),
        ("product_grid", ProductGridBlock()),
        ("category_tiles", CategoryTilesBlock()),
        ("look", LookBlock()),
        ("comparison", ComparisonBlock()),
        ("promotion", PromotionBlock()),
        ("countdown", CountdownBlock()),
        ("facts", FactsBlock()),
    ]


def story_sections() -> list[tuple[str, Block]]:
    """What tells: pictures and words."""
    return [
        ("rich_text", TextBlock()),
        ("editorial_split", EditorialSplitBlock()),
        ("picture_gallery", PictureGalleryBlock()),
        ("video", VideoBlock()),
        ("quote", QuoteBlock()),
        ("stories", StoriesBlock()),
    ]


def talk_sections() -> list[tuple[str, Block]]:
    """What goes to and comes from shoppers."""
    return [
        ("faq", FaqBlock()),
        ("newsletter", NewsletterBlock()),
    ]


def page_sections() -> list[tuple[str, Block]]:
    """What home and landing pages may hold, in the order in which editors find it."""
    return [("hero", HeroBlock()), *shop_sections(), *story_sections(), *talk_sections()]


def content_sections() -> list[tuple[str, Block]]:
    """What content pages and stories may hold: words first."""
    return [*story_sections(), *talk_sections(), *shop_sections()]


def product_sections() -> list[tuple[str, Block]]:
    """What a product's own page may hold: parts of the product, and what content pages may."""
    return [
        ("gallery", GalleryBlock()),
        ("buy_box", BuyBoxBlock()),
        ("story", StoryBlock()),
        ("specification", SpecificationBlock()),
        ("delivery_returns", DeliveryReturnsBlock()),
        ("rich_media", RichMediaBlock()),
        ("related", RelatedBlock()),
        ("reviews", ReviewsBlock()),
        ("questions", QuestionsBlock()),
        *content_sections(),
    ]


def layout_sections() -> list[tuple[str, Block]]:
    """What a layout may hold: the same, and the place for what a product's page adds."""
    return [*product_sections(), ("own_sections", OwnSectionsBlock())]


def category_hero() -> list[tuple[str, Block]]:
    """What opens a category's page."""
    return [("hero", HeroBlock())]


def category_sections() -> list[tuple[str, Block]]:
    """What stands above and below a category's products."""
    return [item for item in page_sections() if item[0] != "hero"]


def grid_promotions() -> list[tuple[str, Block]]:
    """What stands between a category's products."""
    return [("promotion", GridPromotionBlock())]

"""The sections that pages are made of; one module a family.

A section is a block that editors choose, fill and preview. Templates: `templates/blocks/`.
"""

from wagtail.blocks import Block

from shop.cms_pages.blocks.categories import CategoryTilesBlock
from shop.cms_pages.blocks.editorial import EditorialSplitBlock, QuoteBlock, TextBlock
from shop.cms_pages.blocks.facts import FactsBlock
from shop.cms_pages.blocks.hero import HeroBlock
from shop.cms_pages.blocks.products import ProductGridBlock, ProductRowBlock


def page_sections() -> list[tuple[str, Block]]:
    """What home and landing pages may hold, in the order in which editors find it."""
    return [
        ("hero", HeroBlock()),
        ("product_row", ProductRowBlock()),
        ("product_grid", ProductGridBlock()),
        ("category_tiles", CategoryTilesBlock()),
        ("editorial_split", EditorialSplitBlock()),
        ("rich_text", TextBlock()),
        ("facts", FactsBlock()),
        ("quote", QuoteBlock()),
    ]


def content_sections() -> list[tuple[str, Block]]:
    """What content pages may hold: words first."""
    return [
        ("rich_text", TextBlock()),
        ("editorial_split", EditorialSplitBlock()),
        ("facts", FactsBlock()),
        ("quote", QuoteBlock()),
        ("product_row", ProductRowBlock()),
        ("product_grid", ProductGridBlock()),
        ("category_tiles", CategoryTilesBlock()),
    ]

"""What all sections have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StructBlock, StructValue

from shop.media.models import Image

GROUP_SHOP = _("From the shop")
GROUP_STORY = _("Pictures and words")


@dataclass(frozen=True)
class ProductRule:
    """Which products a row shows when nobody picked them by hand.

    `category_id` narrows to a category and everything below it; `limit` counts products.
    """

    limit: int
    category_id: int | None = None


class SectionBlock(StructBlock):
    """A block that stands on a page by itself.

    A section says beforehand which pictures, products and categories it will show, so that a
    page loads them together, whatever the number of its sections (see `shop.cms_pages.sections`).
    """

    def pictures(self, value: StructValue) -> Iterable[Image | None]:
        """The library's pictures that the section shows."""
        return ()

    def product_ids(self, value: StructValue) -> list[int]:
        """The products that were picked by hand, in their order."""
        return []

    def product_rule(self, value: StructValue) -> ProductRule | None:
        """The rule that picks the products, where there is one."""
        return None

    def categories(self, value: StructValue) -> Iterable[Any]:
        """The categories that the section shows with their own picture."""
        return ()

    def wants_top_categories(self, value: StructValue) -> bool:
        """Whether the section shows the shop's main categories."""
        return False

    def get_context(self, value: StructValue, parent_context: dict | None = None) -> dict:
        """Wagtail's context and what the page loaded for its sections, else for this one."""
        from shop.cms_pages.sections import SectionData

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        data = context.get("section_data")
        if data is None:
            data = SectionData.load([(self, value)], request=context.get("request"))
        context.update(self.get_section_context(value, data))
        return context

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        """What the section's template shows, as plain data (`data` is a SectionData). No query."""
        return {}

    def preview_of(self, **values: Any) -> StructValue:
        """A value for the section's preview: its defaults, and these."""
        value: StructValue = self.get_default()
        value.update(self.normalize(values))
        return value

    def preview_picture(self) -> Image | None:
        """The widest picture of the library, for previews. One query."""
        return Image.objects.order_by("-width", "pk").first()

    class Meta:
        preview_template = "blocks/preview.html"

"""What all sections have in common."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BlockGroup, ChoiceBlock, DateTimeBlock, StructBlock, StructValue
from wagtail.blocks.struct_block import StructBlockValidationError

from shop.media.models import Image

GROUP_SHOP = _("From the shop")
GROUP_STORY = _("Pictures and words")
GROUP_TALK = _("To and from shoppers")

#: For whom a section is: a shopper who is logged in, one who is not, or (empty) everybody.
SIGNED_IN, SIGNED_OUT = "signed_in", "signed_out"

# What every section has beside its own fields, folded away in its form.
COMMON = ("theme", "width", "opens_at", "closes_at", "audience")


@dataclass(frozen=True)
class ProductRule:
    """Which products a row shows when nobody picked them by hand.

    `source` and `order` are those of `shop.cms_pages.rules`. `category_id` narrows to a
    category and everything below it; `limit` counts products.
    """

    limit: int
    source: str = "newest"
    order: str = ""
    category_id: int | None = None
    offer_id: int | None = None
    in_stock: bool = False


class SectionBlock(StructBlock):
    """A block that stands on a page by itself, in a frame of the shop's colours and widths.

    A section says beforehand which pictures, products and categories it will show, so that a
    page loads them together, whatever the number of its sections (see `shop.cms_pages.sections`).
    Its template renders the inside; where that is empty the section leaves no trace. A subclass
    drops what it has no use for with `theme = None`, and says with `Meta.frame = ""` that its
    template renders a frame of its own.
    """

    theme = ChoiceBlock(
        label=_("Colours"),
        required=False,
        choices=[
            ("", _("Paper, as the page")),
            ("sand", _("Sand")),
            ("clay", _("Clay")),
            ("night", _("Night")),
        ],
        help_text=_("The shop's own colours; words stay legible by day and by night."),
    )
    width = ChoiceBlock(
        label=_("Width"),
        required=False,
        choices=[
            ("", _("As the page")),
            ("narrow", _("Narrow, for words")),
            ("full", _("From edge to edge")),
        ],
    )
    opens_at = DateTimeBlock(
        label=_("Shown from"), required=False, help_text=_("Empty: as soon as the page is live.")
    )
    closes_at = DateTimeBlock(
        label=_("Shown until"), required=False, help_text=_("Empty: as long as the page is.")
    )
    audience = ChoiceBlock(
        label=_("For whom"),
        required=False,
        choices=[
            ("", _("Everybody")),
            (SIGNED_OUT, _("Who is not logged in")),
            (SIGNED_IN, _("Who is logged in")),
        ],
        help_text=_("Without JavaScript everybody sees what is for who is not logged in."),
    )

    def get_form_layout(self) -> BlockGroup:
        """The section's own fields first; what all sections have is folded away."""
        common = [name for name in COMMON if name in self.child_blocks]
        own = [name for name in self.child_blocks if name not in common]
        return BlockGroup(children=own, settings=common)

    def clean(self, value: StructValue) -> StructValue:
        """A window ends after it begins."""
        cleaned: StructValue = super().clean(value)
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            raise StructBlockValidationError(
                block_errors={
                    "closes_at": ValidationError(
                        _("This is before the section is first shown. Choose a later moment.")
                    )
                }
            )
        return cleaned

    def is_open(self, value: StructValue, moment: datetime) -> bool:
        """Whether the section's window holds the moment."""
        opens, closes = value.get("opens_at"), value.get("closes_at")
        return not (opens and moment < opens) and not (closes and moment >= closes)

    def turns(self, value: StructValue) -> Iterator[datetime]:
        """The moments at which the section comes or goes."""
        for moment in (value.get("opens_at"), value.get("closes_at")):
            if moment:
                yield moment

    def carries_title(self, value: StructValue) -> bool:
        """Whether the section, opening a page, shows the page's h1 itself, as a hero does."""
        return False

    def render(self, value: StructValue, context: dict | None = None) -> SafeString:
        """The section in its frame; nothing where it has nothing to show."""
        inside = super().render(value, context=context)
        if not inside.strip() or not self.meta.frame:
            return inside if inside.strip() else SafeString("")
        return render_to_string(
            self.meta.frame,
            {"inside": inside, "theme": value.get("theme"), "width": value.get("width")},
        )

    def pictures(self, value: StructValue) -> Iterable[Image | None]:
        """The library's pictures that the section shows."""
        return ()

    def product_ids(self, value: StructValue) -> list[int]:
        """The products that were picked by hand, in their order."""
        return []

    def product_rule(self, value: StructValue) -> ProductRule | None:
        """The rule that picks the products, where there is one."""
        return None

    def wanted_stories(self, value: StructValue) -> int:
        """How many of the journal's newest stories the section shows."""
        return 0

    def sources(self, value: StructValue) -> Iterable[str]:
        """What else the section is made from, as the page cache names it."""
        return ()

    def frame_hosts(self, value: StructValue) -> Iterable[str]:
        """The origins whose frames the section shows once they are asked for."""
        return ()

    def asked(self, value: StructValue) -> Iterable[tuple[str, str]]:
        """Questions with their answers (HTML), for search engines."""
        return ()

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
        context["opens"] = bool(context.get("first")) and self.carries_title(value)
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
        frame = "blocks/frame.html"
        preview_template = "blocks/preview.html"

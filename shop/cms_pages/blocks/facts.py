"""What the shop promises."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock, StructValue

from shop.cms_pages.blocks.base import GROUP_SHOP, SectionBlock


class FactBlock(StructBlock):
    """One promise."""

    title = CharBlock(label=_("Title"), max_length=60)
    text = CharBlock(label=_("Text"), required=False, max_length=160)

    class Meta:
        icon = "tick-inverse"
        label = _("Fact")


class FactsBlock(SectionBlock):
    """Up to four promises in a row."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=80)
    facts = ListBlock(FactBlock(), label=_("Facts"), min_num=1, max_num=4)

    class Meta:
        icon = "list-ul"
        label = _("Store facts")
        group = GROUP_SHOP
        description = _("Two to four short promises: delivery, returns, repairs.")
        template = "blocks/facts.html"

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        facts = [{"title": fact["title"], "text": fact["text"]} for fact in value["facts"]]
        return {"facts": facts}

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            facts=[
                {
                    "title": _now("Arrives when we say"),
                    "text": _now("You see the date before you pay."),
                },
                {
                    "title": _now("Thirty days to decide"),
                    "text": _now("Send it back from the doorstep."),
                },
                {
                    "title": _now("Mended, not binned"),
                    "text": _now("Spare parts for ten years."),
                },
            ]
        )

"""Stories of the journal on other pages."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, IntegerBlock, StructValue

from shop.cms_pages.blocks.base import GROUP_STORY, SectionBlock
from shop.cms_pages.blocks.links import OptionalActionBlock, actions


class StoriesBlock(SectionBlock):
    """The newest stories of the journal."""

    heading = CharBlock(label=_("Heading"), max_length=80)
    limit = IntegerBlock(label=_("At most"), min_value=1, max_value=6, default=3)
    action = OptionalActionBlock(label=_("Link beside the heading"))

    class Meta:
        icon = "edit"
        label = _("From the journal")
        group = GROUP_STORY
        description = _("The newest stories of the journal, with their pictures.")
        template = "blocks/stories.html"

    def wanted_stories(self, value: StructValue) -> int:
        return int(value["limit"] or 0)

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        links = actions([value["action"]], data.request)
        return {"stories": data.stories[: value["limit"]], "action": links[0] if links else None}

    def get_preview_value(self) -> StructValue:
        return self.preview_of(heading=_now("From the journal"), limit=3)

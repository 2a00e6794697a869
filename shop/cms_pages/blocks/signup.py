"""Asking shoppers for their address."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructValue

from shop.cms_pages.blocks.base import GROUP_TALK, SectionBlock


class NewsletterBlock(SectionBlock):
    """The newsletter's form. Works without JavaScript; the address is confirmed by e-mail."""

    heading = CharBlock(label=_("Heading"), max_length=80)
    text = CharBlock(label=_("Text"), required=False, max_length=200)
    consent = CharBlock(
        label=_("What one agrees to"),
        max_length=200,
        help_text=_(
            "Beside the box to tick; kept with the address, word for word. Say what you will send."
        ),
    )
    button = CharBlock(label=_("Words of the button"), required=False, max_length=30)

    class Meta:
        icon = "mail"
        label = _("Newsletter")
        group = GROUP_TALK
        description = _(
            "A field for an e-mail address with consent; whoever signs up confirms by e-mail."
        )
        template = "blocks/newsletter.html"

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        return {"url": reverse("newsletter:sign-up")}

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            heading=_now("Once a month, at most"),
            text=_now("What is new on the shelf and what is being thrown."),
            consent=_now("Write to me about new things. I can stop this with one press."),
            theme="sand",
        )

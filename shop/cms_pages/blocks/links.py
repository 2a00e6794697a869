"""Where a button leads: a page, product or category of the shop, or another address."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    StreamBlock,
    StructBlock,
    StructValue,
)
from wagtail.blocks.stream_block import StreamValue

from shop.cms_pages.choosers import CategoryChooserBlock, ProductChooserBlock
from shop.cms_pages.pooled import SitePageChooserBlock
from shop.core import page_cache

ADDRESS = re.compile(r"^(https?://[^\s/]+\S*|/(?!/)\S*|mailto:\S+@\S+|tel:\+?[\d -]+|#\S+)$", re.I)


class AddressBlock(CharBlock):
    """An address on this site or elsewhere; nothing that a browser would run."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value and not ADDRESS.match(value):
            raise ValidationError(
                _(
                    "Write a whole address such as https://example.com/, "
                    "or one of this shop such as /shop/."
                )
            )
        return value


class LinkBlock(StreamBlock):
    """One destination. Pages, products and categories are stored by id, so links follow them."""

    page = SitePageChooserBlock(label=_("Page"), icon="doc-empty")
    product = ProductChooserBlock(label=_("Product"), icon="tag")
    category = CategoryChooserBlock(label=_("Category"), icon="folder-open-inverse")
    address = AddressBlock(
        label=_("Address"),
        icon="link",
        max_length=500,
        help_text=_("https://… or /shop/?sort=newest"),
    )

    class Meta:
        label = _("Leads to")
        icon = "link"
        max_num = 1

    @staticmethod
    def href(value: StreamValue | None, request: Any = None) -> str:
        """The address, or nothing when the destination is gone or not public.

        No query but Wagtail's cached site roots.
        """
        if not value:
            return ""
        kind, target = value[0].block_type, value[0].value
        if not target:
            return ""
        if kind == "product":
            page_cache.made_from(page_cache.sources.product(target.pk))
        else:
            page_cache.made_from(page_cache.sources.PAGES, page_cache.sources.CATEGORIES)
        if kind == "page":
            return page_address(target, request)
        if kind == "product":
            return target.get_absolute_url() if target.is_public else ""
        if kind == "category":
            public = target.is_public and target.ancestors_are_public
            return target.get_absolute_url() if public else ""
        return str(target)


def page_address(page: Any, request: Any = None) -> str:
    """Where shoppers find the page, or nothing where they do not. The page of a product or a
    category must be loaded as such: it stands where its thing does, published or not."""
    seen = page.is_seen if getattr(page, "stands_for_a_thing", False) else page.live
    return (page.get_url(request) or "") if seen else ""


class ActionValue(StructValue):
    """A button's words and where they lead."""

    def href(self, request: Any = None) -> str:
        """See `LinkBlock.href`."""
        return LinkBlock.href(self.get("link"), request)


class ActionBlock(StructBlock):
    """A button or link: its words and where they lead."""

    label = CharBlock(
        label=_("Words"),
        max_length=40,
        help_text=_("What happens then: “See the vases” rather than “Click here”."),
    )
    link = LinkBlock(label=_("Leads to"), min_num=1)

    class Meta:
        label = _("Button")
        icon = "link"
        value_class = ActionValue
        form_classname = "struct-block action-block"


class OptionalActionBlock(StructBlock):
    """A button that a section can do without."""

    label = CharBlock(
        label=_("Words"),
        max_length=40,
        required=False,
        help_text=_("Leave empty for no link."),
    )
    link = LinkBlock(label=_("Leads to"), required=False)

    class Meta:
        label = _("Link")
        icon = "link"
        value_class = ActionValue
        form_classname = "struct-block action-block"

    def clean(self, value: StructValue) -> StructValue:
        """Words need a destination, and a destination needs words."""
        from wagtail.blocks.struct_block import StructBlockValidationError

        cleaned: StructValue = super().clean(value)
        if cleaned["label"] and not cleaned["link"]:
            raise StructBlockValidationError(
                non_block_errors=[_("Choose where the link leads, or leave its words empty.")]
            )
        if cleaned["link"] and not cleaned["label"]:
            raise StructBlockValidationError(
                block_errors={
                    "label": ValidationError(_("Say in a few words where the link leads."))
                }
            )
        return cleaned


def actions(values: Any, request: Any = None) -> list[dict[str, str]]:
    """Those buttons that lead somewhere, as `{"label", "url"}`."""
    found = ({"label": action["label"], "url": action.href(request)} for action in values)
    return [action for action in found if action["label"] and action["url"]]

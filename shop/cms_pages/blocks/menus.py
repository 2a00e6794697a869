"""What the shop's menus are made of: the main menu, the footer's columns, social links."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    StaticBlock,
    StreamBlock,
    StructBlock,
    StructValue,
    URLBlock,
)
from wagtail.blocks.list_block import ListBlockValidationError, ListValue
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from shop.cms_pages.blocks.links import ActionBlock, LinkBlock, OptionalActionBlock
from shop.cms_pages.choosers import CategoryChooserBlock

NETWORKS = [
    ("Instagram", "Instagram"),
    ("Pinterest", "Pinterest"),
    ("TikTok", "TikTok"),
    ("YouTube", "YouTube"),
    ("Facebook", "Facebook"),
    ("LinkedIn", "LinkedIn"),
    ("Bluesky", "Bluesky"),
    ("Mastodon", "Mastodon"),
]
BY_RULE, BY_HAND = "rule", "hand"


class FooterMenuBlock(StructBlock):
    """One column of links."""

    title = CharBlock(label=_("Title"), max_length=40)
    links = ListBlock(ActionBlock(label=_("Link")), label=_("Links"), min_num=1, max_num=10)

    class Meta:
        icon = "list-ul"
        label = _("Column of links")


class SocialLinkBlock(StructBlock):
    """Where else the shop can be found."""

    network = ChoiceBlock(NETWORKS, label=_("Network"), default=NETWORKS[0][0])
    url = URLBlock(label=_("Address of your page there"))

    class Meta:
        icon = "site"
        label = _("Social link")


class PromoBlock(StructBlock):
    """A picture with a few words beside the links of a menu."""

    image = ImageChooserBlock(label=_("Picture"), required=False)
    title = CharBlock(label=_("Title"), required=False, max_length=60)
    text = CharBlock(label=_("Text"), required=False, max_length=120)
    link = LinkBlock(label=_("Leads to"), required=False)

    class Meta:
        icon = "pick"
        label = _("Promotion tile")

    def clean(self, value: StructValue) -> StructValue:
        """A tile has a title, and one that has something leads somewhere."""
        cleaned: StructValue = super().clean(value)
        errors = {}
        if (cleaned["image"] or cleaned["text"] or cleaned["link"]) and not cleaned["title"]:
            errors["title"] = ValidationError(_("Give the tile a title, or empty it."))
        if cleaned["title"] and not cleaned["link"]:
            errors["link"] = ValidationError(_("Choose where the tile leads."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


class CategoryEntryBlock(StructBlock):
    """A category and what stands below it."""

    category = CategoryChooserBlock(label=_("Category"))
    label = CharBlock(
        label=_("Words"),
        required=False,
        max_length=40,
        help_text=_("The category's name when empty."),
    )
    below = ChoiceBlock(
        [
            (BY_RULE, _("The categories below it, whatever they are")),
            (BY_HAND, _("The links below")),
        ],
        label=_("What unfolds"),
        default=BY_RULE,
    )
    links = ListBlock(
        OptionalActionBlock(label=_("Link")), label=_("Links"), default=[], min_num=0, max_num=12
    )
    promo = PromoBlock(label=_("Promotion tile"), required=False)

    class Meta:
        icon = "folder-open-inverse"
        label = _("Category")

    def clean(self, value: StructValue) -> StructValue:
        """No link leads back to the category or to one that it stands in."""
        cleaned: StructValue = super().clean(value)
        category = cleaned["category"]
        above = {category.path[:end] for end in _steps(category)}
        _refuse(
            cleaned["links"],
            lambda kind, target: kind == "category" and target.path in above,
            _now("A menu must not lead in a circle: “%(name)s” cannot stand below “%(entry)s”."),
            entry=category.name,
        )
        return cleaned


class EntryBlock(StructBlock):
    """Words of one's own, with or without links below."""

    label = CharBlock(label=_("Words"), max_length=40)
    link = LinkBlock(label=_("Leads to"), required=False)
    links = ListBlock(
        OptionalActionBlock(label=_("Link")), label=_("Links"), default=[], min_num=0, max_num=12
    )
    promo = PromoBlock(label=_("Promotion tile"), required=False)

    class Meta:
        icon = "link"
        label = _("Link or group of links")

    def clean(self, value: StructValue) -> StructValue:
        """It leads somewhere, and nothing below it leads back to it."""
        cleaned: StructValue = super().clean(value)
        if not cleaned["link"] and not any(link["link"] for link in cleaned["links"]):
            raise StructBlockValidationError(
                block_errors={
                    "link": ValidationError(
                        _("Choose where it leads, or give it links that unfold below it.")
                    )
                }
            )
        own = _target(cleaned["link"])
        _refuse(
            cleaned["links"],
            lambda kind, target: (kind, target) == own,
            _now("A menu must not lead in a circle: “%(entry)s” leads there already."),
            entry=cleaned["label"],
        )
        return cleaned


class NavigationBlock(StreamBlock):
    """The main menu, from left to right. What is empty shows the main categories and menu pages."""

    categories = StaticBlock(
        label=_("All other main categories"),
        icon="folder-inverse",
        admin_text=_(
            "The main categories that are not set beside this, with those below them, in the "
            "order of the catalogue."
        ),
    )
    category = CategoryEntryBlock()
    entry = EntryBlock()

    class Meta:
        block_counts = {"categories": {"max_num": 1}}
        max_num = 9

    def clean(self, value: StreamValue) -> StreamValue:
        """Each category once."""
        cleaned: StreamValue = super().clean(value)
        seen: set[int] = set()
        errors = {}
        for number, child in enumerate(cleaned):
            if child.block_type != "category":
                continue
            category = child.value["category"]
            if category.pk in seen:
                words = _("“%(name)s” stands in the menu already.") % {"name": category.name}
                errors[number] = StructBlockValidationError(
                    block_errors={"category": ValidationError(words)}
                )
            seen.add(category.pk)
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned


def _target(link: Any) -> tuple[str, Any]:
    return (link[0].block_type, link[0].value) if link else ("", None)


def _steps(category: Any) -> range:
    return range(category.steplen, len(category.path) + 1, category.steplen)


def _refuse(links: ListValue, is_wrong: Any, words: str, *, entry: str) -> None:
    """Name the error at the link that has it."""
    errors = {}
    for number, link in enumerate(links):
        kind, target = _target(link["link"])
        if target is not None and is_wrong(kind, target):
            message = words % {"name": target, "entry": entry}
            errors[number] = StructBlockValidationError(
                block_errors={"link": ValidationError(message)}
            )
    if errors:
        raise StructBlockValidationError(
            block_errors={"links": ListBlockValidationError(block_errors=errors)}
        )

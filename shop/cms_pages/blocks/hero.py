"""The large picture that a page begins with."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StructValue, TextBlock

from shop.cms_pages.blocks.base import GROUP_STORY, SectionBlock
from shop.cms_pages.blocks.films import FilmFileBlock, film_source
from shop.cms_pages.blocks.links import ActionBlock, actions
from shop.cms_pages.pooled import PictureBlock
from shop.media.models import Image


class HeroBlock(SectionBlock):
    """A picture from edge to edge with a headline and up to two buttons."""

    theme = None  # it takes its picture's colour
    width = None

    image = PictureBlock(
        label=_("Picture"),
        help_text=_("Wide, at least 2000 pixels. Its focal point stays in view on a phone."),
    )
    film = FilmFileBlock(
        label=_("Film"),
        required=False,
        help_text=_(
            "Plays over the picture, without sound, for who has not asked for less motion. "
            "A few seconds, MP4 or WebM."
        ),
    )
    headline = CharBlock(label=_("Headline"), max_length=80)
    text = TextBlock(label=_("Text"), required=False, max_length=240, rows=2)
    actions = ListBlock(
        ActionBlock(),
        label=_("Buttons"),
        min_num=0,
        max_num=2,
        default=[],
        help_text=_("At most two; the first one is the loud one."),
    )
    text_position = ChoiceBlock(
        label=_("Where the words stand"),
        choices=[
            ("start", _("Left")),
            ("middle", _("A third in")),
            ("center", _("Middle")),
            ("end", _("Right")),
        ],
        default="start",
        help_text=_("Choose a quiet part of the picture."),
    )
    text_tone = ChoiceBlock(
        label=_("Colour of the words"),
        choices=[
            ("dark", _("Dark, for light pictures")),
            ("light", _("Light, for dark pictures")),
        ],
        default="dark",
    )

    class Meta:
        icon = "image"
        label = _("Hero")
        group = GROUP_STORY
        description = _(
            "A large picture or film with a headline, a line of text and one or two buttons."
        )
        template = "blocks/hero.html"
        frame = ""

    def pictures(self, value: StructValue) -> Iterable[Image | None]:
        return [value["image"]]

    def carries_title(self, value: StructValue) -> bool:
        return not value.get("audience")

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        return {
            "picture": data.picture(value["image"]),
            "film": film_source(value["film"]),
            "actions": actions(value["actions"], data.request),
        }

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            image=self.preview_picture(),
            headline=_now("Light, shadow and a single stem"),
            text=_now("Vases thrown in small batches, in five colours that like each other."),
            actions=[
                {"label": _now("See the vases"), "link": [("address", "/shop/")]},
            ],
            text_position="start",
            text_tone="dark",
        )

"""What a merchant sets for the whole shop."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, ListBlock, StructBlock
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField

from shop.cms_pages.blocks.links import ActionBlock


def default_brand_name() -> str:
    """The name in the settings until a merchant sets another."""
    return settings.OSCAR_SHOP_NAME


def default_tagline() -> str:
    """The line in the settings until a merchant sets another."""
    return settings.OSCAR_SHOP_TAGLINE


class FooterMenuBlock(StructBlock):
    """One column of links."""

    title = CharBlock(label=_("Title"), max_length=40)
    links = ListBlock(ActionBlock(label=_("Link")), label=_("Links"), min_num=1, max_num=10)

    class Meta:
        icon = "list-ul"
        label = _("Column of links")


@register_setting(icon="cog", order=10)
class StoreSettings(BaseSiteSetting):
    """Names, lines and menus that every page shows. Without a row the defaults below hold."""

    brand_name = models.CharField(_("brand name"), max_length=60, default=default_brand_name)
    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        default=default_tagline,
        help_text=_("One sentence about the shop; it stands in the footer."),
    )
    announcement = models.CharField(
        _("announcement"),
        max_length=120,
        blank=True,
        help_text=_("A line above every page. Leave empty for none."),
    )
    delivery_promise = models.CharField(
        _("delivery promise"),
        max_length=160,
        blank=True,
        help_text=_(
            "A line below “Add to basket”, for instance what delivery costs and when it is free."
        ),
    )
    delivery_and_returns = models.TextField(
        _("delivery and returns"),
        max_length=1000,
        blank=True,
        help_text=_("A few sentences that every product page folds away below its facts."),
    )
    returns_days = models.PositiveSmallIntegerField(
        _("days to return"),
        default=30,
        validators=[MaxValueValidator(365)],
        help_text=_(
            "Every product page says so, to search engines too. 0 where nothing is taken back."
        ),
    )
    returns_are_free = models.BooleanField(
        _("the shop pays for returns"),
        default=False,
        help_text=_("Otherwise who sends it back pays."),
    )
    footer_text = models.CharField(
        _("last line of the footer"),
        max_length=200,
        blank=True,
        help_text=_("For instance the company's name and registration."),
    )
    footer_menus = StreamField(
        [("menu", FooterMenuBlock())],
        verbose_name=_("footer menus"),
        blank=True,
        max_num=4,
        help_text=_("Leave empty to list the main categories and the content pages."),
    )
    meta_description = models.CharField(
        _("description for search engines"),
        max_length=200,
        blank=True,
        help_text=_("For pages that have none of their own."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("brand_name"), FieldPanel("tagline")], heading=_("Brand")),
        MultiFieldPanel(
            [
                FieldPanel("announcement"),
                FieldPanel("delivery_promise"),
                FieldPanel("delivery_and_returns"),
                FieldPanel("returns_days"),
                FieldPanel("returns_are_free"),
            ],
            heading=_("To shoppers"),
        ),
        MultiFieldPanel(
            [FieldPanel("footer_menus"), FieldPanel("footer_text")], heading=_("Footer")
        ),
        FieldPanel("meta_description"),
    ]

    class Meta:
        verbose_name = _("shop settings")
        verbose_name_plural = _("shop settings")

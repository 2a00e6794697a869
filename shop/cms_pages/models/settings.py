"""What a merchant sets for the whole shop."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from shop.cms_pages.blocks.links import LinkBlock
from shop.cms_pages.blocks.menus import FooterMenuBlock, NavigationBlock, SocialLinkBlock
from shop.cms_pages.fields import SectionsField


def default_brand_name() -> str:
    """The name in the settings until a merchant sets another."""
    return settings.OSCAR_SHOP_NAME


def default_tagline() -> str:
    """The line in the settings until a merchant sets another."""
    return settings.OSCAR_SHOP_TAGLINE


def _picture(name: Any, help_text: Any) -> Any:
    return models.ForeignKey(
        "media.Image",
        verbose_name=name,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=help_text,
    )


def _page(name: Any, help_text: Any) -> Any:
    return models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=name,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=help_text,
    )


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
    logo = _picture(
        _("logo"),
        _("Stands in the place of the name. Wide rather than tall, without empty margins."),
    )
    logo_dark = _picture(_("logo on dark"), _("For shoppers whose screens are dark."))
    icon = _picture(
        _("icon"), _("Square, at least 180 pixels, as PNG: in browsers' tabs and on home screens.")
    )

    announcement = models.CharField(
        _("announcement"),
        max_length=120,
        blank=True,
        help_text=_("A line above every page. Leave empty for none."),
    )
    announcement_link: Any = SectionsField(
        LinkBlock(required=False), verbose_name=_("leads to"), blank=True, max_num=1
    )
    announcement_from = models.DateTimeField(
        _("shown from"), null=True, blank=True, help_text=_("At once when empty.")
    )
    announcement_until = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Until you take it away when empty.")
    )

    navigation: Any = SectionsField(
        NavigationBlock(),
        verbose_name=_("main menu"),
        blank=True,
        help_text=_("Leave empty to list the main categories and the pages that are in menus."),
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
    footer_menus: Any = SectionsField(
        [("menu", FooterMenuBlock())],
        verbose_name=_("footer menus"),
        blank=True,
        max_num=4,
        help_text=_("Leave empty to list the main categories and the content pages."),
    )
    social_links: Any = SectionsField(
        [("link", SocialLinkBlock())],
        verbose_name=_("social links"),
        blank=True,
        max_num=8,
        help_text=_("They stand in the footer, and search engines learn that they are yours."),
    )
    contact_email = models.EmailField(
        _("e-mail address for customers"),
        blank=True,
        help_text=_("Stands in the footer, and search engines show it."),
    )
    contact_phone = models.CharField(
        _("telephone for customers"),
        max_length=40,
        blank=True,
        help_text=_("With the country's code in front, such as +44."),
    )
    email_footer = models.CharField(
        _("last line of e-mails"),
        max_length=200,
        blank=True,
        help_text=_(
            "For instance the company's name and address. The e-mail address and telephone above "
            "stand there too."
        ),
    )

    search_example = models.CharField(
        _("words in the search field"),
        max_length=60,
        blank=True,
        help_text=_("A few things that shoppers find here, until they type. “Search” when empty."),
    )
    lost_title = models.CharField(
        _("title of a page that is not there"),
        max_length=80,
        blank=True,
        help_text=_("“We cannot find this page” when empty."),
    )
    lost_text = models.TextField(
        _("what it says"),
        max_length=300,
        blank=True,
        help_text=_("A search field and ways on follow by themselves."),
    )

    meta_description = models.CharField(
        _("description for search engines"),
        max_length=200,
        blank=True,
        help_text=_("For pages that have none of their own."),
    )
    social_picture = _picture(
        _("picture for shared links"),
        _("For pages that have none of their own; 1200 by 630 pixels fits everywhere."),
    )

    terms_page = _page(
        _("terms and conditions"), _("The checkout links to it, and every page's last line.")
    )
    privacy_page = _page(
        _("privacy"), _("Checkout and sign-up link to it, and every page's last line.")
    )
    cookies_page = _page(_("cookies"), _("Every page's last line links to it."))
    cookie_text = models.CharField(
        _("cookie notice"),
        max_length=240,
        blank=True,
        help_text=_(
            "Shown once to each visitor. The shop sets only cookies that basket, log-in and "
            "payment need, for which most countries ask no consent: leave it empty for no notice."
        ),
    )
    checkout_text = models.CharField(
        _("line above the pay button"),
        max_length=240,
        blank=True,
        help_text=_(
            "For instance “By paying you accept our terms.” The links to terms and privacy follow "
            "by themselves."
        ),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("brand_name"),
                    FieldPanel("tagline"),
                    FieldPanel("logo"),
                    FieldPanel("logo_dark"),
                    FieldPanel("icon"),
                ],
                heading=_("Brand"),
            ),
            ObjectList(
                [
                    FieldPanel("announcement"),
                    FieldPanel("announcement_link"),
                    FieldRowPanel(
                        [FieldPanel("announcement_from"), FieldPanel("announcement_until")]
                    ),
                ],
                heading=_("Announcement"),
            ),
            ObjectList([FieldPanel("navigation")], heading=_("Main menu")),
            ObjectList(
                [
                    FieldPanel("footer_menus"),
                    FieldPanel("social_links"),
                    FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
                    FieldPanel("footer_text"),
                    FieldPanel("email_footer"),
                ],
                heading=_("Footer"),
            ),
            ObjectList(
                [
                    FieldPanel("delivery_promise"),
                    FieldPanel("delivery_and_returns"),
                    FieldRowPanel([FieldPanel("returns_days"), FieldPanel("returns_are_free")]),
                ],
                heading=_("Delivery and returns"),
            ),
            ObjectList(
                [FieldPanel("meta_description"), FieldPanel("social_picture")],
                heading=_("Search and sharing"),
            ),
            ObjectList(
                [
                    FieldPanel("search_example"),
                    FieldPanel("lost_title"),
                    FieldPanel("lost_text"),
                ],
                heading=_("Words"),
            ),
            ObjectList(
                [
                    FieldPanel("terms_page"),
                    FieldPanel("privacy_page"),
                    FieldPanel("cookies_page"),
                    FieldPanel("checkout_text"),
                    FieldPanel("cookie_text"),
                ],
                heading=_("Legal"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("shop settings")
        verbose_name_plural = _("shop settings")
        # Beside the sales' details, which are the dashboard's: what the CMS's first page sums up.
        permissions = [("view_sales_totals", _("Can see today's orders and revenue in total"))]

    def clean(self) -> None:
        """A window has a beginning before its end."""
        super().clean()
        begins, ends = self.announcement_from, self.announcement_until
        if begins and ends and ends <= begins:
            raise ValidationError(
                {"announcement_until": _("The announcement must end after it begins.")}
            )

"""Where shoppers ask: the page of frequent questions and the contact form."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.forms import WagtailAdminFormPageForm
from wagtail.contrib.forms.models import AbstractFormField, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.models import Page
from wagtail.search import index

from shop.cms_pages.blocks import content_sections
from shop.cms_pages.fields import SectionsField
from shop.cms_pages.forms import StorePageForm
from shop.cms_pages.models.pages import SectionsPage
from shop.cms_pages.previews import PREVIEW_MODES


def default_address() -> str:
    """The address that the shop writes from."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")


class HelpPage(SectionsPage):
    """A page that begins with its title and a line, and goes on with sections."""

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences below the title."),
    )
    body = SectionsField(
        content_sections(),
        verbose_name=_("sections"),
        blank=True,
        help_text=_("From top to bottom."),
    )

    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True


class FaqPage(HelpPage):
    """What shoppers ask, with answers that search engines are told of."""

    template = "pages/content.html"
    page_icon = "help"
    parent_page_types: ClassVar = ["cms_pages.HomePage", "cms_pages.ContentPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Questions and answers, in as many groups as you like.")
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        verbose_name = _("questions page")
        verbose_name_plural = _("questions pages")


class ContactField(AbstractFormField):
    """A field of the contact form, as editors made it."""

    page = ParentalKey("ContactPage", on_delete=models.CASCADE, related_name="form_fields")


class ContactPageForm(StorePageForm, WagtailAdminFormPageForm):
    """The editor's form: slugs are checked, and so are the fields' names."""


class ContactPage(FormMixin, HelpPage):
    """A form that editors made. What is sent is kept, listed in the CMS, and sent by e-mail."""

    to_address = models.EmailField(
        _("sent to"), default=default_address, help_text=_("Each message goes to this address too.")
    )
    thanks = models.CharField(
        _("thanks"),
        max_length=200,
        default="",
        blank=True,
        help_text=_("Said when a message has been sent."),
    )

    base_form_class = ContactPageForm
    template = "pages/contact.html"
    landing_page_template = "pages/contact_sent.html"
    page_icon = "mail"
    parent_page_types: ClassVar = ["cms_pages.HomePage", "cms_pages.ContentPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("A form with the fields that you choose; messages are kept and e-mailed.")
    content_panels = [
        *Page.content_panels,
        FormSubmissionsPanel(),
        FieldPanel("introduction"),
        InlinePanel("form_fields", label=_("Field"), heading=_("Fields of the form"), min_num=1),
        MultiFieldPanel(
            [FieldPanel("to_address"), FieldPanel("thanks")], heading=_("What happens then")
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [*PREVIEW_MODES, ("landing", _("When a message was sent"))]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page with its empty form, the same for everybody; `shop.cms_pages.contact` takes
        what is sent."""
        return SectionsPage.serve(self, request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["form"] = self.get_form(page=self)
        return context

    def render_refused(self, request: HttpRequest, form: Any, *, status: int) -> HttpResponse:
        """The page with what was typed and what is wrong with it."""
        context = self.get_context(request) | {"form": form}
        return TemplateResponse(request, self.template, context, status=status)

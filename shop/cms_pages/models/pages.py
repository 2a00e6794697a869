"""Page types. Products and categories have addresses of their own (`shop.cms_pages.views`)."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from shop.catalogue.selectors import Link
from shop.catalogue.summary import summary
from shop.cms_pages.addresses import reserved_slugs
from shop.cms_pages.blocks import content_sections, page_sections
from shop.cms_pages.fields import SectionsField
from shop.cms_pages.forms import StorePageForm
from shop.cms_pages.page_data import as_script, trail_from_home
from shop.cms_pages.panels import SearchPreviewPanel
from shop.cms_pages.previews import ShopPreview
from shop.core import page_cache
from shop.core.addresses import absolute_url
from shop.media.selectors import picture

# Where a site's home page stands in the tree.
FRONT_DOOR_DEPTH = 2


def search_panels(*before: str) -> MultiFieldPanel:
    """The fields that search engines and links read, with those named `before` ahead of them."""
    names = ("seo_title", "search_description", "social_picture")
    fields = (*before, *names, "canonical_address", "hidden_from_search")
    return MultiFieldPanel(
        [SearchPreviewPanel(), *map(FieldPanel, fields)], heading=_("For search engines and links")
    )


class StorePage(Page):
    """What all our page types share: reserved slugs, and what search engines and links are told."""

    social_picture = models.ForeignKey(
        "media.Image",
        verbose_name=_("picture for links"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown where somebody shares the page. The page's first picture when empty."),
    )
    canonical_address = models.URLField(
        _("original address"),
        blank=True,
        help_text=_("Only where the same text stood somewhere else first."),
    )
    hidden_from_search = models.BooleanField(
        _("hide from search engines"),
        default=False,
        help_text=_("Shoppers with the address can still read it."),
    )

    #: The type's sign in the CMS, among Wagtail's icons.
    page_icon: ClassVar[str] = "doc-empty-inverse"
    # The slug of a type that stands where the shop answers; nobody types it.
    own_slug: ClassVar[str] = ""
    base_form_class = StorePageForm
    promote_panels: ClassVar[list] = [
        search_panels("slug"),
        MultiFieldPanel([FieldPanel("show_in_menus")], heading=_("For the menus")),
    ]

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """A page that stands for an address of the shop stays there, whatever a draft says."""
        if self.own_slug:
            self.slug = self.own_slug
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """Also for pages that are saved by programs, moved or copied. No query for new pages."""
        super().clean()
        if self.pk and self.canonical_address == absolute_url(self.get_url() or ""):
            self.canonical_address = ""  # it is the original, and sitemaps list it
        if self.path and self.depth and self.depth > 1 and self.slug:
            try:
                self.check_slug_is_free(self.slug, parent=self.get_parent())
            except ValidationError as error:
                raise ValidationError({"slug": error}) from error

    def check_slug_is_free(self, slug: str, *, parent: Page | None) -> None:
        """Raise ValidationError where the shop itself answers at this address.

        Only pages directly below a site's home page have such an address.
        """
        if parent is None or parent.depth != FRONT_DOOR_DEPTH or slug.lower() == self.own_slug:
            return
        if slug.lower() in reserved_slugs():
            raise ValidationError(
                _("/%(slug)s/ is an address of the shop itself. Choose another slug."),
                code="reserved",
                params={"slug": slug},
            )

    @property
    def opening_words(self) -> str:
        """What search engines are told of the page where no description was written for them."""
        return getattr(self, "introduction", "")

    def found_as(self) -> dict[str, str]:
        """Title, description and address in a search engine's list where the form says none.

        Empty: the form's own fields say it all.
        """
        own = absolute_url(f"/{self.own_slug}/") if self.own_slug else ""
        return {"title": "", "description": "", "address": own}

    def trail(self, request: HttpRequest) -> tuple[Link, ...]:
        """The way here from below the home page, which has none itself. One query where nested."""
        depth = self.depth or 0
        if depth <= FRONT_DOOR_DEPTH:
            return ()
        above: Any = ()
        if depth > FRONT_DOOR_DEPTH + 1:
            above = self.get_ancestors().live().filter(depth__gt=FRONT_DOOR_DEPTH)
        return tuple(Link(one.title, one.get_url(request) or "") for one in (*above, self))

    def structured_data(self, context: dict[str, Any]) -> list[dict[str, Any] | None]:
        """What search engines are told beside the words: where the page stands."""
        return [trail_from_home(context["trail"])]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, which is everybody's (see shop.core.page_cache)."""
        page_cache.everybodys()
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context, and the head's: title, canonical address and description."""
        page_cache.made_from(page_cache.sources.page(self.pk), page_cache.sources.PAGES)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["page_title"] = self.seo_title or self.title
        own = absolute_url(self.get_url(request) or "")
        context["canonical_url"] = self.canonical_address or own
        context["meta_description"] = self.search_description or summary(self.opening_words)
        context["hidden_from_search"] = self.hidden_from_search
        if self.social_picture:
            context["meta_picture"] = picture(self.social_picture)
        context["trail"] = self.trail(request)
        return context


class SectionsPage(ShopPreview, StorePage):
    """A page whose body is made of sections."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The sections' products, pictures and categories, loaded together."""
        from shop.cms_pages.sections import SectionData, personal_url

        context = super().get_context(request, *args, **kwargs)
        sections = SectionData.for_stream(self.body, request=request)
        context["section_data"] = sections
        context.setdefault("meta_picture", sections.leading_picture)
        context["structured_data"] = as_script(*self.structured_data(context))
        context["personal_url"] = personal_url(self, sections)
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, which lets in the frames of its films."""
        return self._with_frames(super().serve(request, *args, **kwargs))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The same of the preview."""
        return self._with_frames(super().serve_preview(request, mode_name))

    def _with_frames(self, answer: Any) -> Any:
        from shop.cms_pages.sections import let_frames_in

        return let_frames_in(answer, answer.context_data["section_data"].frame_hosts)

    def structured_data(self, context: dict[str, Any]) -> list[dict[str, Any] | None]:
        """The same, and the questions that sections answer."""
        return [*super().structured_data(context), context["section_data"].faq]


class HomePage(SectionsPage):
    """The page at `/`."""

    body: Any = SectionsField(
        page_sections(),
        verbose_name=_("sections"),
        blank=True,
        help_text=_("From top to bottom."),
    )

    template = "pages/home.html"
    page_icon = "home"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    max_count = 1
    page_description = _("The front door of the shop.")
    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("home page")


class LandingPage(SectionsPage):
    """A campaign or a collection."""

    body: Any = SectionsField(
        page_sections(),
        verbose_name=_("sections"),
        blank=True,
        help_text=_("From top to bottom."),
    )

    template = "pages/landing.html"
    page_icon = "pick"
    parent_page_types: ClassVar = ["cms_pages.HomePage", "cms_pages.LandingPage"]
    subpage_types: ClassVar = ["cms_pages.LandingPage"]
    page_description = _("A campaign or a collection, made of sections with products in them.")
    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("landing page")
        verbose_name_plural = _("landing pages")


class ContentPage(SectionsPage):
    """About, delivery and returns, contact."""

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences below the title."),
    )
    body: Any = SectionsField(
        content_sections(),
        verbose_name=_("sections"),
        blank=True,
        help_text=_("From top to bottom."),
    )

    template = "pages/content.html"
    page_icon = "doc-full"
    parent_page_types: ClassVar = ["cms_pages.HomePage", "cms_pages.ContentPage"]
    subpage_types: ClassVar = ["cms_pages.ContentPage"]
    page_description = _("Mostly words: about us, delivery and returns, contact.")
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class ShopIndexPage(ShopPreview, StorePage):
    """The words of `/shop/`; the view there shows every category and product."""

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences below the title."),
    )

    own_slug = "shop"
    promote_panels: ClassVar = [search_panels(), *StorePage.promote_panels[1:]]
    template = "pages/shop.html"
    page_icon = "folder-open-inverse"
    parent_page_types: ClassVar = ["cms_pages.HomePage"]
    subpage_types: ClassVar = ["cms_pages.CategoryPage"]
    max_count = 1
    page_description = _("The title and introduction of /shop/. The products come by themselves.")
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("shop index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the view at `/shop/` shows, with this page's (perhaps unpublished) words."""
        from shop.cms_pages.listings import shop_context

        context = super().get_context(request, *args, **kwargs)
        context.update(shop_context(request, page=self))
        return context


class ProductIndexPage(StorePage):
    """Where editors find the products in the page tree; `/products/` itself leads to `/shop/`."""

    own_slug = "products"
    promote_panels: ClassVar = [search_panels(), *StorePage.promote_panels[1:]]
    preview_modes: ClassVar[list] = []
    page_icon = "list-ul"
    parent_page_types: ClassVar = ["cms_pages.HomePage"]
    subpage_types: ClassVar = ["cms_pages.ProductPage"]
    max_count = 1
    page_description = _(
        "Holds the pages of products in the tree. Shoppers who come here see the shop."
    )

    class Meta:
        verbose_name = _("product index")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the shop, as the address itself does."""
        return HttpResponseRedirect(reverse("catalogue:index"))

"""What editors make of the pages of products and categories.

Products and categories have their addresses whether or not there is a page here: these hold the
sections around the live product, never its title, price, stock or address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from shop.catalogue.summary import summary
from shop.cms_pages.blocks import (
    category_hero,
    category_sections,
    grid_promotions,
    layout_sections,
    product_sections,
)
from shop.cms_pages.fields import SectionsField
from shop.cms_pages.forms import LayoutForm
from shop.cms_pages.models.pages import StorePage, search_panels
from shop.cms_pages.previews import PREVIEW_MODES
from shop.core.addresses import absolute_url
from shop.media.selectors import picture


class DerivedPage(StorePage):
    """A page whose title and slug are those of a thing in the catalogue; nobody types them."""

    #: The name of the one-to-one field.
    thing: ClassVar[str] = ""
    is_creatable = False
    promote_panels: ClassVar = [search_panels()]
    subpage_types: ClassVar[list[str]] = []
    # The shop's search finds the thing itself, at the same address (shop.search.selectors.finding).
    stands_for_a_thing: ClassVar[bool] = True

    class Meta:
        abstract = True

    def head(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """What the page's head says instead of what `context` has from the catalogue."""
        shared = self.social_picture
        return {
            "page": self,
            "page_title": self.seo_title or context["page_title"],
            "meta_description": self.search_description
            or summary(self.opening_words)
            or context["meta_description"],
            "canonical_url": self.canonical_address or context["canonical_url"],
            "meta_picture": picture(shared) if shared else context["meta_picture"],
            "hidden_from_search": self.hidden_from_search,
        }

    @property
    def is_seen(self) -> bool:
        """Whether shoppers come to its address, with or without its sections."""
        thing = getattr(self, self.thing)
        return bool(thing.is_public and getattr(thing, "ancestors_are_public", True))

    def found_as(self) -> dict[str, str]:
        """As the catalogue has it. One query unless the thing is loaded."""
        thing = getattr(self, self.thing)
        return {
            "title": thing.get_meta_title(),
            "description": thing.get_meta_description(),
            "address": absolute_url(thing.get_absolute_url()),
        }

    def derived_fields(self) -> dict[str, str]:
        """Title and slug as the catalogue has them. One query unless the thing is loaded."""
        raise NotImplementedError

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Take title and slug from the catalogue before anybody judges them."""
        for name, value in self.derived_fields().items():
            setattr(self, name, value)
        super().full_clean(*args, **kwargs)

    def with_content_json(self, content: Any) -> Any:
        """A revision's sections under today's address: publishing an old draft renames nothing."""
        found = super().with_content_json(content)
        for name in (f"{self.thing}_id", "slug", "title"):
            setattr(found, name, getattr(self, name))
        found.url_path = self.url_path
        return found

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The tree's own address, where it is another: the thing has only one."""
        return HttpResponseRedirect(self.get_url(request))

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return PREVIEW_MODES


class ProductPage(DerivedPage):
    """The editor's hand on a product's page: one to one with the product.

    Live: its sections are served, with or instead of the layout's. Otherwise the layout is.
    """

    EXTEND, REPLACE = "extend", "replace"

    product = models.OneToOneField(
        "catalogue.Product",
        verbose_name=_("product"),
        # A cascade would leave the tree with a wrong count: see services.delete_product.
        on_delete=models.PROTECT,
        related_name="page",
    )
    manner = models.CharField(
        _("these sections"),
        max_length=8,
        choices=[
            (EXTEND, _("are added to the product's layout")),
            (REPLACE, _("stand instead of the layout")),
        ],
        default=EXTEND,
        help_text=_("The buy box is always there, once."),
    )
    body: Any = SectionsField(
        product_sections(),
        verbose_name=_("sections"),
        blank=True,
        help_text=_("From top to bottom."),
    )

    thing = "product"
    template = "pages/product.html"
    page_icon = "tag"
    parent_page_types: ClassVar = ["cms_pages.ProductIndexPage"]
    page_description = _("The sections of one product's page. Made from the Products listing.")
    content_panels: ClassVar = [
        FieldPanel("product", read_only=True),
        FieldPanel("manner"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("product page")
        verbose_name_plural = _("product pages")

    def derived_fields(self) -> dict[str, str]:
        return {"title": self.product.get_title(), "slug": self.product.slug}

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """The product's address, whatever the tree above is called. No query."""
        parts = super().get_url_parts(request)
        if not parts:
            return parts
        return (*parts[:2], reverse("catalogue:detail", args=[self.slug]))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """The shopper's own template with live price and stock, or in the pose of the mode."""
        from shop.cms_pages.product_pages import preview_product

        return preview_product(request, self.product, page=self, pose=mode_name)


class CategoryPage(DerivedPage):
    """The same for a category: what stands above, between and below its products."""

    category = models.OneToOneField(
        "catalogue.Category",
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="page",
    )
    hero: Any = SectionsField(
        category_hero(),
        verbose_name=_("hero"),
        blank=True,
        max_num=1,
        help_text=_("Without one the category's name opens the page."),
    )
    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=600,
        help_text=_("The category's own description when empty."),
    )
    above: Any = SectionsField(
        category_sections(), verbose_name=_("above the products"), blank=True
    )
    between: Any = SectionsField(
        grid_promotions(), verbose_name=_("between the products"), blank=True, max_num=6
    )
    below: Any = SectionsField(
        category_sections(), verbose_name=_("below the products"), blank=True
    )

    thing = "category"
    template = "pages/category.html"
    page_icon = "folder-open-inverse"
    parent_page_types: ClassVar = ["cms_pages.ShopIndexPage"]
    page_description = _("What stands around a category's products. Made from Categories.")
    content_panels: ClassVar = [
        FieldPanel("category", read_only=True),
        FieldPanel("hero"),
        FieldPanel("introduction"),
        FieldPanel("above"),
        FieldPanel("between"),
        FieldPanel("below"),
    ]

    class Meta:
        verbose_name = _("category page")
        verbose_name_plural = _("category pages")

    def derived_fields(self) -> dict[str, str]:
        # Two categories may end alike below different ones; in the tree they are siblings.
        slug = f"{self.category.slug[:230]}-{self.category.pk}"
        return {"title": self.category.name, "slug": slug}

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """The category's address. One query unless the category is loaded."""
        parts = super().get_url_parts(request)
        if not parts:
            return parts
        return (*parts[:2], self.category.get_absolute_url())

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """The shopper's own template with live products, or all of them in a pose."""
        from shop.cms_pages.category_pages import preview_category

        return preview_category(request, self.category, page=self, pose=mode_name)


class ProductLayout(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    models.Model,
):
    """Sections for many products: all, those of a type, or those in and below a category.

    The nearest wins: category (the deepest), then type, then the one for all.
    """

    name = models.CharField(_("name"), max_length=80, help_text=_("For editors."))
    product_class = models.ForeignKey(
        "catalogue.ProductClass",
        verbose_name=_("product type"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    category = models.ForeignKey(
        "catalogue.Category",
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    body: Any = SectionsField(
        layout_sections(),
        verbose_name=_("sections"),
        blank=True,
        help_text=_("From top to bottom. The buy box is always there, also without its block."),
    )
    preview_product = models.ForeignKey(
        "catalogue.Product",
        verbose_name=_("product for the preview"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The first product that the layout fits when empty."),
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="product_layout")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="product_layout",
        for_concrete_model=False,
    )

    base_form_class = LayoutForm
    panels: ClassVar = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                HelpPanel(
                    _(
                        "A layout for a category also counts below it and comes before one for a "
                        "type; with neither it is the one for all. Set once, when it is made."
                    )
                ),
                FieldPanel("product_class"),
                FieldPanel("category"),
            ],
            heading=_("For which products"),
        ),
        FieldPanel("body"),
        FieldPanel("preview_product"),
    ]
    search_fields: ClassVar = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("product layout")
        verbose_name_plural = _("product layouts")
        ordering = ["name", "pk"]
        # Wagtail's own, named here because they must be there when the groups are made.
        permissions = [
            ("publish_productlayout", "Can publish product layout"),
            ("lock_productlayout", "Can lock product layout"),
            ("unlock_productlayout", "Can unlock product layout"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["product_class"],
                condition=models.Q(product_class__isnull=False),
                name="one_layout_per_type",
            ),
            models.UniqueConstraint(
                fields=["category"],
                condition=models.Q(category__isnull=False),
                name="one_layout_per_category",
            ),
            models.CheckConstraint(
                condition=models.Q(product_class__isnull=True) | models.Q(category__isnull=True),
                name="layout_type_or_category",
            ),
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(product_class__isnull=True, category__isnull=True),
                name="one_layout_for_all",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> str:
        """Which products it is for, in words. A query unless the type or category is loaded."""
        if self.category:
            return str(_("Category: %(name)s") % {"name": self.category.full_name})
        if self.product_class:
            return str(_("Type: %(name)s") % {"name": self.product_class.name})
        return str(_("All products"))

    def clean(self) -> None:
        """One layout for each scope; names the one that is there already."""
        super().clean()
        if self.product_class_id and self.category_id:
            raise ValidationError({"category": _("Choose a product type or a category, not both.")})
        same = ProductLayout.objects.exclude(pk=self.pk).filter(
            product_class=self.product_class_id, category=self.category_id
        )
        other = same.first()
        if other is not None:
            field = "category" if self.category_id else "product_class"
            raise ValidationError(
                {
                    field: ValidationError(
                        _("“%(name)s” is the layout for this already. Change that one instead."),
                        code="taken",
                        params={"name": other.name},
                    )
                }
            )

    def with_content_json(self, content: Any) -> Any:
        """A revision's sections for the products that the layout is for today."""
        found = super().with_content_json(content)
        found.product_class_id, found.category_id = self.product_class_id, self.category_id
        return found

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return PREVIEW_MODES

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """On a real product."""
        from shop.cms_pages.product_pages import preview_layout

        return preview_layout(request, self, pose=mode_name)

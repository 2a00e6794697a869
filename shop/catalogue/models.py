"""Products and categories: Oscar's, with addresses that stand still and one picture library."""

from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import (
    AbstractAttributeOption,
    AbstractCategory,
    AbstractProduct,
    AbstractProductImage,
)
from wagtail.search import index

from shop.catalogue.slugs import free_slug
from shop.partner.tax import TaxClass


class Category(AbstractCategory):
    """A category; its whole path is stored, so that links and look-ups ask for no ancestors."""

    slug: Any

    full_path = models.CharField(
        _("Full path"),
        max_length=1000,
        unique=True,
        editable=False,
        help_text=_("The slugs from the root down, joined by slashes."),
    )
    image = models.ForeignKey(
        "media.Image",
        verbose_name=_("Image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep `full_path` true for this category and all below it (one query a renamed tree)."""
        if not self.slug:
            self.slug = self.generate_slug()
        before = self.full_path
        parent_path = ""
        if self.depth and self.depth > 1:
            parent_path = (
                type(self)
                .objects.values_list("full_path", flat=True)
                .get(path=self._get_basepath(self.path, self.depth - 1))
            )
        self.full_path = f"{parent_path}/{self.slug}" if parent_path else self.slug
        update_fields = kwargs.get("update_fields")
        if update_fields is not None:
            kwargs["update_fields"] = {*update_fields, "slug", "full_path"}
        # Whole or not at all: who hears of the change finds the paths below it rewritten too.
        with transaction.atomic():
            super().save(*args, **kwargs)
            if before and before != self.full_path:
                self.rewrite_descendant_paths()

    def rewrite_descendant_paths(self) -> None:
        """Rewrite the stored paths below this category after a rename or a move."""
        paths = {self.path: self.full_path}
        changed = []
        for node in self.get_descendants().order_by("path"):
            parent_path = paths[self._get_basepath(node.path, node.depth - 1)]
            node.full_path = paths[node.path] = f"{parent_path}/{node.slug}"
            changed.append(node)
        type(self).objects.bulk_update(changed, ["full_path"])

    def move(self, target: Any, pos: str | None = None) -> None:
        """Move in the tree; the addresses of the moved ones follow."""
        super().move(target, pos)
        moved = type(self).objects.get(pk=self.pk)
        moved.save()

    def get_full_slug(self, parent_slug: str | None = None) -> str:
        """The stored path; Oscar would compute and cache it."""
        return self.full_path

    def _get_absolute_url(self, parent_slug: str | None = None) -> str:
        return reverse("catalogue:category", kwargs={"category_slug": self.full_path})


class Product(index.Indexed, AbstractProduct):
    """A product; its slug is its address and unique, but for children, who share their parent's."""

    tagline = models.CharField(
        _("Tagline"),
        max_length=160,
        blank=True,
        help_text=_("One line below the title, without a full stop."),
    )
    tax_class = models.CharField(
        _("Tax class"),
        max_length=16,
        choices=TaxClass,
        default=TaxClass.STANDARD,
        help_text=_("Which VAT rate its price contains. Variants have their product's."),
    )

    search_fields = [
        index.SearchField("title", boost=4),
        index.AutocompleteField("title"),
        index.SearchField("tagline", boost=2),
        index.SearchField("description"),
        index.SearchField("upc"),
        index.FilterField("is_public"),
        index.FilterField("structure"),
    ]

    class Meta(AbstractProduct.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=~models.Q(structure="child"),
                name="product_slug_unique",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Children take their parent's slug; everyone else gets a free one when none was given."""
        if self.structure == self.CHILD and self.parent_id:
            self.slug = self.parent.slug
        elif not self.slug:
            self.slug = free_slug(self.get_title(), taken=type(self).objects.exclude(pk=self.pk))
        super().save(*args, **kwargs)
        if self.structure == self.PARENT:
            self.children.exclude(slug=self.slug).update(slug=self.slug)

    def get_absolute_url(self) -> str:
        """The product's address; a child's is its parent's with the variant named. No query."""
        url = reverse("catalogue:detail", kwargs={"product_slug": self.slug})
        return f"{url}?variant={self.pk}" if self.is_child else url

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        """Children are found through their parents."""
        return super().get_indexed_objects().exclude(structure=cls.CHILD)


class ProductImage(AbstractProductImage):
    """A picture of a product, taken from the one library that pages use too.

    The field keeps Oscar's name, `original`: its dashboard forms name it when they are imported.
    """

    original = models.ForeignKey(
        "media.Image",
        verbose_name=_("Image"),
        on_delete=models.PROTECT,
        related_name="product_images",
    )


class AttributeOption(AbstractAttributeOption):
    """A choice such as “Oat”; colours carry the swatch that shows them."""

    swatch = models.CharField(
        _("Swatch"),
        max_length=7,
        blank=True,
        help_text=_("For colours: how it looks, as #rrggbb."),
    )


from oscar.apps.catalogue.models import *  # noqa: E402, F403

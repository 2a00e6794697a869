"""Products and categories: Oscar's, with addresses that stand still and one picture library."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import (
    AbstractAttributeOption,
    AbstractCategory,
    AbstractProduct,
    AbstractProductAttribute,
    AbstractProductImage,
)
from wagtail.search import index

from shop.catalogue.films import hosted_film, validate_captions, validate_film
from shop.catalogue.signals import addresses_changed, product_written
from shop.catalogue.slugs import free_slug
from shop.catalogue.summary import summary
from shop.partner.tax import TaxClass

# “TW-MUG-12” is also found as “tw mug 12”.
CODE_PIECE = re.compile(r"[^\W_]+")


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
            if before != self.full_path:
                paths = [(before, self.full_path)]
                if before:
                    paths += self.rewrite_descendant_paths()
                addresses = [(_category_url(old), _category_url(new)) for old, new in paths]
                addresses_changed.send(sender=type(self), addresses=addresses)

    def rewrite_descendant_paths(self) -> list[tuple[str, str]]:
        """Rewrite the stored paths below this category after a rename or a move.

        Returns the old and the new path of each.
        """
        paths = {self.path: self.full_path}
        moved = []
        changed = []
        for node in self.get_descendants().order_by("path"):
            parent_path = paths[self._get_basepath(node.path, node.depth - 1)]
            before, node.full_path = node.full_path, f"{parent_path}/{node.slug}"
            paths[node.path] = node.full_path
            moved.append((before, node.full_path))
            changed.append(node)
        type(self).objects.bulk_update(changed, ["full_path"])
        return moved

    def move(self, target: Any, pos: str | None = None) -> None:
        """Move in the tree; the addresses of the moved ones follow."""
        super().move(target, pos)
        moved = type(self).objects.get(pk=self.pk)
        moved.save()

    def get_meta_description(self) -> str:
        """Its own, else its description in short."""
        return self.meta_description or summary(self.description or "")

    def get_full_slug(self, parent_slug: str | None = None) -> str:
        """The stored path; Oscar would compute and cache it."""
        return self.full_path

    def _get_absolute_url(self, parent_slug: str | None = None) -> str:
        return _category_url(self.full_path)


def _category_url(full_path: str) -> str:
    if not full_path:
        return ""
    return reverse("catalogue:category", kwargs={"category_slug": full_path})


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
    is_discontinued = models.BooleanField(
        _("Gone for good"),
        default=False,
        help_text=_(
            "It is no longer sold and will not come back: its address says so and shows what "
            "there is instead. Counts only while it is not public."
        ),
    )

    # Boosts keep to those that Wagtail's own models use (10, 2) and one more: PostgreSQL weighs
    # words in four classes only, the fourth being what has no boost.
    search_fields = [
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.SearchField("search_codes", boost=10),
        index.SearchField("search_categories", boost=4),
        index.SearchField("tagline", boost=2),
        index.SearchField("search_attributes", boost=2),
        index.SearchField("description"),
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
        before = self._stored_address(kwargs.get("update_fields"))
        super().save(*args, **kwargs)
        if before not in (None, self.get_absolute_url()):
            addresses_changed.send(sender=type(self), addresses=[(before, self.get_absolute_url())])
        if self.structure == self.PARENT:
            self.children.exclude(slug=self.slug).update(slug=self.slug)
        product_written.send(sender=type(self), instance=self)

    def _stored_address(self, saved_fields: Iterable[str] | None) -> str | None:
        """Where it has stood, "" for a new one; None where a save leaves the address alone.

        One query where a product is there already and its slug may change.
        """
        if self.is_child or (saved_fields is not None and "slug" not in saved_fields):
            return None
        if self._state.adding:
            return ""
        stored = type(self).objects.only("slug", "structure").filter(pk=self.pk).first()
        return stored.get_absolute_url() if stored else ""

    def get_absolute_url(self) -> str:
        """The product's address; a child's is its parent's with the variant named. No query."""
        url = reverse("catalogue:detail", kwargs={"product_slug": self.slug})
        return f"{url}?variant={self.pk}" if self.is_child else url

    def get_meta_description(self) -> str:
        """Its own, else its tagline and description in short; a variant's is its product's."""
        whole = self.parent if self.is_child else self
        return whole.meta_description or summary(whole.tagline, whole.description or "")

    # Cached, because the index asks for each text several times over.
    @cached_property
    def search_codes(self) -> str:
        """For the index: the codes of the product and of its variants, whole and in pieces."""
        codes = []
        for product in (self, *self._variants_to_index()):
            codes.append(product.upc)
            codes += [record.partner_sku for record in product.stockrecords.all()]
        found = dict.fromkeys(code for code in codes if code)
        return " ".join(f"{code} {' '.join(CODE_PIECE.findall(code))}" for code in found)

    @cached_property
    def search_categories(self) -> str:
        """For the index: the names of its categories and of those above them. One query."""
        paths = {
            category.path[: depth * Category.steplen]
            for category in self.categories.all()
            for depth in range(1, category.depth + 1)
        }
        names = Category.objects.filter(path__in=paths).order_by("path").values_list("name")
        return ", ".join(name for (name,) in names) if paths else ""

    @cached_property
    def search_attributes(self) -> str:
        """For the index: what the attributes of the product and of its variants say."""
        texts = [
            str(value.value_as_text or "")
            for product in (self, *self._variants_to_index())
            for value in product.attribute_values.all()
        ]
        return ", ".join(text for text in dict.fromkeys(texts) if text)

    def _variants_to_index(self) -> list["Product"]:
        if self.structure != self.PARENT:
            return []
        return [child for child in self.children.all() if child.is_public]

    def update_rating(self) -> None:
        """Make `rating` the mean of the approved reviews; writes that column alone.

        Oscar saves the whole product as it was once read. The row's lock comes before the mean is
        taken, so that of two reviews published at once neither is forgotten.
        """
        with transaction.atomic():
            type(self).objects.select_for_update().filter(pk=self.pk).values_list("pk").first()
            self.rating = self.calculate_rating()
            type(self).objects.filter(pk=self.pk).update(rating=self.rating)
            product_written.send(sender=type(self), instance=self)

    update_rating.alters_data = True  # type: ignore[attr-defined]

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        """Children are found through their parents. With all that is indexed of each."""
        products = super().get_indexed_objects().exclude(structure=cls.CHILD)
        return products.prefetch_related(
            "categories",
            *(
                f"{whose}{what}"
                for whose in ("", "children__")
                for what in (
                    "stockrecords",
                    "attribute_values__attribute",
                    "attribute_values__value_option",
                )
            ),
        )


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


class ProductAttribute(AbstractProductAttribute):
    """A fact that products of a type have; listings may offer it as a filter."""

    FILTER_TYPES = ("option", "multi_option", "boolean", "text")

    is_filter = models.BooleanField(
        _("Offer as a filter"),
        default=False,
        help_text=_(
            "Shoppers can narrow listings by it. For options, yes or no, and texts of few words."
        ),
    )
    unit = models.CharField(
        _("Unit"),
        max_length=20,
        blank=True,
        help_text=_("What stands behind its numbers: ml, cm, kg."),
    )


class ProductVideo(models.Model):
    """A film of a product: a file of our own, or one at YouTube or Vimeo that plays when asked."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="videos", verbose_name=_("Product")
    )
    title = models.CharField(
        _("What it shows"),
        max_length=160,
        help_text=_("For shoppers who cannot see it: “A hand turns the mug in the light”."),
    )
    file = models.FileField(
        _("File"),
        upload_to="films/",
        blank=True,
        validators=[validate_film],
        help_text=_("MP4 or WebM."),
    )
    url = models.URLField(_("Or its address"), blank=True, help_text=_("At YouTube or Vimeo."))
    poster = models.ForeignKey(
        "media.Image",
        verbose_name=_("Picture before it plays"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without one the product's first picture stands there."),
    )
    captions = models.FileField(
        _("Subtitles"),
        upload_to="films/",
        blank=True,
        validators=[validate_captions],
        help_text=_("WebVTT, for a file in which somebody speaks."),
    )
    display_order = models.PositiveIntegerField(_("Display order"), default=0)

    class Meta:
        app_label = "catalogue"
        ordering = ["display_order", "pk"]
        verbose_name = _("Product film")
        verbose_name_plural = _("Product films")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file="", url__gt="") | models.Q(file__gt="", url=""),
                name="product_video_file_or_url",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Either a file or an address that can be shown."""
        if bool(self.file) == bool(self.url):
            raise ValidationError(_("Choose a file, or write an address at YouTube or Vimeo."))
        if self.url and hosted_film(self.url) is None:
            raise ValidationError({"url": _("This is no film at YouTube or Vimeo.")})


class AttributeOption(AbstractAttributeOption):
    """A choice such as “Oat”; colours carry the swatch that shows them."""

    swatch = models.CharField(
        _("Swatch"),
        max_length=7,
        blank=True,
        help_text=_("For colours: how it looks, as #rrggbb."),
    )


from oscar.apps.catalogue.models import *  # noqa: E402, F403

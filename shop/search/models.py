"""What listings are filtered, counted and sorted by, and what editors say about searches.

The first are narrow tables, kept current on write. They repeat what products, stock and offers say,
so that a page of a hundred thousand products is counted without touching those.
`shop.search.services` alone writes them, and `manage.py rebuild_facets` makes them anew.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from shop.search.words import plain


class ListedProduct(models.Model):
    """A product that listings show: public, and no variant of another.

    `price` is the strategy's for one unit, VAT included, of a parent the lowest; null without one.
    `sold` is how many units orders took of it and its variants.
    """

    product = models.OneToOneField(
        "catalogue.Product", on_delete=models.CASCADE, primary_key=True, related_name="listed"
    )
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    is_available = models.BooleanField()
    rating = models.FloatField(null=True)
    reduced_at = models.DateTimeField(null=True)
    priority = models.SmallIntegerField()
    added_at = models.DateTimeField()
    sold = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "search"
        verbose_name = _("listed product")
        verbose_name_plural = _("listed products")
        indexes = [
            models.Index(fields=["-priority", "-added_at", "-product"], name="listed_featured"),
            models.Index(fields=["-added_at", "-product"], name="listed_newest"),
            # All that is counted: a category's products are then looked up in an index alone.
            models.Index(
                fields=[
                    *("product", "price", "is_available", "rating", "reduced_at"),
                    *("sold", "priority", "added_at"),
                ],
                name="listed_all",
            ),
        ]

    def __str__(self) -> str:
        return f"product {self.product_id}"


class Placement(models.Model):
    """That a product stands in a category or below it; hidden branches hold nothing."""

    product = models.ForeignKey(
        "catalogue.Product", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        "catalogue.Category", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        app_label = "search"
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.UniqueConstraint(fields=["category", "product"], name="placement_once"),
        ]
        indexes = [models.Index(fields=["product", "category"], name="placement_by_product")]

    def __str__(self) -> str:
        return f"product {self.product_id} in {self.category_id}"


class Facet(models.Model):
    """A fact that shoppers choose by: attributes of any product type that share a code."""

    code = models.CharField(max_length=128, unique=True)
    name = models.CharField(max_length=128)

    class Meta:
        app_label = "search"
        verbose_name = _("facet")
        verbose_name_plural = _("facets")

    def __str__(self) -> str:
        return self.name


class FacetValue(models.Model):
    """A value of a facet, such as “Oat”; the slug names it in addresses.

    `position` orders the choices of an option group; texts come after them, by name.
    """

    LAST = 2**31 - 1

    facet = models.ForeignKey(
        Facet, on_delete=models.CASCADE, related_name="values", db_index=False
    )
    slug = models.CharField(max_length=100)
    label = models.CharField(max_length=255)
    swatch = models.CharField(max_length=7, blank=True)
    position = models.PositiveIntegerField(default=LAST)

    objects: Any = models.Manager()

    class Meta:
        app_label = "search"
        verbose_name = _("facet value")
        verbose_name_plural = _("facet values")
        constraints = [
            models.UniqueConstraint(fields=["facet", "slug"], name="facet_value_once"),
        ]

    def __str__(self) -> str:
        return self.label


class ProductFacet(models.Model):
    """That a product, or one of its variants, has a value."""

    product = models.ForeignKey(
        "catalogue.Product", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    value = models.ForeignKey(
        FacetValue, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        app_label = "search"
        verbose_name = _("product's facet")
        verbose_name_plural = _("products' facets")
        constraints = [
            models.UniqueConstraint(fields=["value", "product"], name="product_facet_once"),
        ]
        indexes = [models.Index(fields=["product", "value"], name="product_facet_by_product")]

    def __str__(self) -> str:
        return f"product {self.product_id}: {self.value_id}"


class OfferedProduct(models.Model):
    """That a product, or one of its variants, is in the range that a site offer reduces.

    Ranges of everything are left out: what is said of every product tells none from another.
    """

    product = models.ForeignKey(
        "catalogue.Product", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    range = models.ForeignKey(
        "offer.Range", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        app_label = "search"
        verbose_name = _("product on offer")
        verbose_name_plural = _("products on offer")
        constraints = [
            models.UniqueConstraint(fields=["range", "product"], name="offered_product_once"),
        ]
        indexes = [models.Index(fields=["product", "range"], name="offered_by_product")]

    def __str__(self) -> str:
        return f"product {self.product_id} by {self.range_id}"


class Synonym(models.Model):
    """Other words for what shoppers look for; editors keep them."""

    term = models.CharField(
        _("word"), max_length=60, unique=True, help_text=_("As shoppers type it: “couch”.")
    )
    others = models.CharField(
        _("also finds"),
        max_length=300,
        help_text=_("What your products are called, between commas: “sofa, settee”."),
    )
    both_ways = models.BooleanField(
        _("both ways"),
        default=True,
        help_text=_("Who looks for one of the others finds this word too."),
    )

    class Meta:
        app_label = "search"
        ordering = ["term"]
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.term

    @property
    def words(self) -> tuple[str, ...]:
        """The others, as they are looked for, each once."""
        return tuple(dict.fromkeys(filter(None, map(plain, self.others.split(",")))))

    def clean(self) -> None:
        """Both sides have words, and no word stands for itself."""
        super().clean()
        self.term = plain(self.term)
        errors: dict[str, Any] = {}
        if not self.term:
            errors["term"] = _("Write a word; signs alone are not looked for.")
        elif type(self).objects.filter(term=self.term).exclude(pk=self.pk).exists():
            errors["term"] = _("This word has its synonyms already. Change those instead.")
        if not self.words:
            errors["others"] = _("Write at least one other word.")
        elif self.term in self.words:
            errors["others"] = _("“%(word)s” cannot stand for itself.") % {"word": self.term}
        if errors:
            raise ValidationError(errors)
        self.others = ", ".join(self.words)


class Promotion(ClusterableModel):
    """What an editor puts first when exactly these words are looked for."""

    query = models.CharField(
        _("words looked for"),
        max_length=200,
        unique=True,
        help_text=_("As shoppers type them, for instance “wedding gift”."),
    )

    class Meta:
        app_label = "search"
        ordering = ["query"]
        verbose_name = _("promoted results")
        verbose_name_plural = _("promoted results")

    def __str__(self) -> str:
        return self.query

    def clean(self) -> None:
        """Words that can be looked for, and no second list for the same ones."""
        super().clean()
        self.query = plain(self.query)
        if not self.query:
            raise ValidationError({"query": _("Write words; signs alone are not looked for.")})
        if type(self).objects.filter(query=self.query).exclude(pk=self.pk).exists():
            words = _("There are promoted results for these words already. Change those instead.")
            raise ValidationError({"query": words})


class PromotedResult(Orderable):
    """A product or a page that comes first; one that is deleted leaves the list."""

    promotion = ParentalKey(Promotion, on_delete=models.CASCADE, related_name="results")
    product = models.ForeignKey(
        "catalogue.Product",
        verbose_name=_("product"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("or a page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )

    class Meta(Orderable.Meta):
        app_label = "search"
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")

    def __str__(self) -> str:
        return str(self.product or self.page or "")

    def clean(self) -> None:
        """One of the two, and one that shoppers can come to. A query or two."""
        super().clean()
        if bool(self.product_id) == bool(self.page_id):
            raise ValidationError(_("Choose a product or a page."))
        if self.product and not self.product.is_public:
            words = _("“%(name)s” is not sold any more; choose another product.")
            raise ValidationError({"product": words % {"name": self.product}})
        if self.page and not self.page.live:
            words = _("“%(name)s” is not published; choose another page.")
            raise ValidationError({"page": words % {"name": self.page}})

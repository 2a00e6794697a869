"""How editors choose products and categories: search, picture, price."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    ChosenMultipleView,
    ChosenView,
    CreationFormMixin,
)

from shop.cms_pages import offer_columns
from shop.cms_pages.catalogue_columns import CellColumn, ChoiceColumn, Shown, full_names
from shop.cms_pages.catalogue_search import matching, matching_categories, matching_products
from shop.cms_pages.chosen import Chosen, ChosenChooserViewSet, ShownView
from shop.cms_pages.pooled import PooledChooserBlock
from shop.core.templatetags.money import money
from shop.media.selectors import picture


class WordsFilterForm(BaseFilterForm):
    """A search box; every word must occur in one of the fields."""

    fields_searched: tuple[str, ...] = ()

    def matching(self, objects: QuerySet, words: str) -> QuerySet:
        """Those that the words find."""
        return matching(objects, words, fields=self.fields_searched)

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        """Narrow by the words that were typed; parts of words count."""
        words = self.cleaned_data.get("q") or ""
        if words:
            self.is_searching = True
            self.search_query = words
            objects = self.matching(objects, words)
        return objects


class ProductFilterForm(WordsFilterForm):
    """Products, as the listing of products finds them."""

    def matching(self, objects: QuerySet, words: str) -> QuerySet:
        return matching_products(objects, words)


class CategoryFilterForm(WordsFilterForm):
    """Categories, as the listing of categories finds them."""

    def matching(self, objects: QuerySet, words: str) -> QuerySet:
        return matching_categories(objects, words)


class PicturedChoices(BaseChooseView):
    """Things with a picture; subclasses say what each row shows."""

    choice_label: Any = ""
    choice_name = "title"
    fact_columns: tuple[Any, ...] = ()

    @property
    def columns(self) -> list[Column]:
        way = (
            {"label_prefix": "chooser-modal-select"}
            if self.is_multiple_choice
            else {
                "get_url": self._chosen_url,
                "link_attrs": {"data-chooser-modal-choice": True},
            }
        )
        name = ChoiceColumn(self.choice_name, label=self.choice_label, **way)
        return [name, *self.fact_columns]

    def _chosen_url(self, thing: Any) -> str:
        address = reverse(self.chosen_url_name, args=(quote(thing.pk),))
        return self.append_preserved_url_parameters(address)

    def get_results_page(self, request: Any) -> Any:
        """With the rows of the page: a constant number of queries, whatever it holds."""
        page = super().get_results_page(request)
        found = list(page.object_list)
        for thing, row in zip(found, self.rows(request, found), strict=True):
            thing.row = row
        page.object_list = found
        return page

    def rows(self, request: Any, things: list[Any]) -> list[Shown]:
        """What is shown of each."""
        raise NotImplementedError


def product_rows(products: list[Any], *, strategy: Any) -> list[Shown]:
    """Picture, price and stock of each. Some eight queries for any number."""
    from shop.catalogue.selectors.batch import ProductBatch
    from shop.catalogue.selectors.cards import card_of

    batch = ProductBatch(products)
    cards = [card_of(product, batch, strategy=strategy) for product in products]
    return [
        Shown(picture=card.picture, price=card.price, stock=batch.units_left(product))
        for product, card in zip(products, cards, strict=True)
    ]


class ProductChoices(PicturedChoices):
    """What may be chosen: parents and single products that are sold, newest first."""

    filter_form_class = ProductFilterForm
    per_page = 12
    choice_label = _("Product")
    fact_columns = (
        CellColumn("price", label=_("Price"), template="price"),
        CellColumn("stock", label=_("Stock"), template="stock"),
    )

    def get_object_list(self) -> QuerySet:
        products = self.model_class.objects.browsable().select_related("product_class")
        return products.order_by("-date_created", "-pk")

    def rows(self, request: Any, things: list[Any]) -> list[Shown]:
        return product_rows(things, strategy=request.strategy)


class ProductChooseView(ChooseViewMixin, CreationFormMixin, ProductChoices):
    """The whole chooser."""


class ProductChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, ProductChoices):
    """Its list, as one types."""


class AddressedChosenMixin:
    """What was chosen comes with its address, for links in running text."""

    def get_chosen_response_data(self, item: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().get_chosen_response_data(item)  # type: ignore[misc]
        return {**data, "url": item.get_absolute_url()}


class AddressedChosenView(AddressedChosenMixin, ChosenView):
    """One."""


class AddressedChosenMultipleView(AddressedChosenMixin, ChosenMultipleView):
    """Several."""


class CategoryChoices(PicturedChoices):
    """Every category with the way down to it."""

    filter_form_class = CategoryFilterForm
    per_page = 20
    choice_label = _("Category")
    choice_name = "label"
    fact_columns = (Column("full_path", label=_("Address"), accessor="get_absolute_url"),)

    def get_object_list(self) -> QuerySet:
        categories = self.model_class.objects.order_by("path")
        return categories.select_related("image").prefetch_related("image__renditions")

    def rows(self, request: Any, things: list[Any]) -> list[Shown]:
        names = full_names()
        for category in things:
            category.label = names[category.pk]
        return [
            Shown(picture=picture(category.image) if category.image else None)
            for category in things
        ]


class CategoryChooseView(ChooseViewMixin, CreationFormMixin, CategoryChoices):
    """The whole chooser."""


class CategoryChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, CategoryChoices):
    """Its list, as one types."""


class OfferFilterForm(WordsFilterForm):
    """Offers by name."""

    fields_searched = ("name",)


class OfferChoices(BaseChooseView):
    """Every offer with its state, the ones that last longest first."""

    filter_form_class = OfferFilterForm
    per_page = 20

    def get_object_list(self) -> QuerySet:
        offers = self.model_class.objects.select_related("benefit__range")
        return offers.order_by(F("end_datetime").desc(nulls_first=True), "-pk")

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("gives", label=_("What it gives"), accessor=offer_columns.what_it_gives),
            Column("given_to", label=_("Given to"), accessor=offer_columns.given_to),
            Column("state", label=_("State"), accessor=offer_columns.state),
            Column("until", label=_("Until"), accessor=offer_columns.until),
        ]


class OfferChooseView(ChooseViewMixin, CreationFormMixin, OfferChoices):
    """The whole chooser."""


class OfferChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, OfferChoices):
    """Its list, as one types."""


class VoucherFilterForm(WordsFilterForm):
    """Vouchers by code or name."""

    fields_searched = ("code", "name")


class VoucherChoices(BaseChooseView):
    """Every voucher, the ones that last longest first."""

    filter_form_class = VoucherFilterForm
    per_page = 20

    def get_object_list(self) -> QuerySet:
        return self.model_class.objects.order_by("-end_datetime", "-pk")

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("code", label=_("Code"), accessor="code"),
            Column("state", label=_("State"), accessor=offer_columns.state),
            Column("until", label=_("Until"), accessor=offer_columns.until),
        ]


class VoucherChooseView(ChooseViewMixin, CreationFormMixin, VoucherChoices):
    """The whole chooser."""


class VoucherChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, VoucherChoices):
    """Its list, as one types."""


class ChosenProductsView(ShownView):
    """Products in a form: picture, price and stock."""

    def get_things(self) -> QuerySet:
        return self.model_class.objects.select_related("product_class")

    def chosen(self, things: list[Any]) -> list[Chosen]:
        shown = product_rows(things, strategy=self.request.strategy)
        return [
            Chosen(tuple(_product_facts(product, row)), row.picture)
            for product, row in zip(things, shown, strict=True)
        ]


def _product_facts(product: Any, row: Shown) -> Iterator[str]:
    if not product.is_public:
        yield _now("Gone for good") if product.is_discontinued else _now("Not for sale")
    if row.price:
        price = money(row.price.incl_tax, row.price.currency)
        yield _now("from %(price)s") % {"price": price} if row.price.varies else price
    if row.stock is not None:
        yield _now("%(left)s in stock") % {"left": row.stock} if row.stock else _now("Sold out")


class ChosenCategoriesView(ShownView):
    """Categories in a form: picture and address."""

    def get_things(self) -> QuerySet:
        categories = self.model_class.objects.select_related("image")
        return categories.prefetch_related("image__renditions")

    def chosen(self, things: list[Any]) -> list[Chosen]:
        return [
            Chosen(tuple(_category_facts(each)), picture(each.image) if each.image else None)
            for each in things
        ]


def _category_facts(category: Any) -> Iterator[str]:
    yield category.get_absolute_url()
    if not (category.is_public and category.ancestors_are_public):
        yield _now("Hidden")


class ChosenOffersView(ShownView):
    """Offers in a form: what they give and whether they do."""

    def get_things(self) -> QuerySet:
        return self.model_class.objects.select_related("benefit__range")

    def chosen(self, things: list[Any]) -> list[Chosen]:
        facts = offer_columns.what_it_gives, offer_columns.given_to, *_GIVEN
        return [Chosen(tuple(fact(offer) for fact in facts)) for offer in things]


class ChosenVouchersView(ShownView):
    """Vouchers in a form: the code and whether it works."""

    def chosen(self, things: list[Any]) -> list[Chosen]:
        return [Chosen((each.code, *(fact(each) for fact in _GIVEN))) for each in things]


_GIVEN = (offer_columns.state, offer_columns.until)


class ProductChooserViewSet(ChosenChooserViewSet):
    """Choosing products."""

    model = "catalogue.Product"
    base_block_class = PooledChooserBlock
    icon = "tag"
    choose_one_text = _("Choose a product")
    choose_another_text = _("Choose another product")
    edit_item_text = _("Edit this product")
    choose_view_class = ProductChooseView
    choose_results_view_class = ProductChooseResultsView
    shown_view_class = ChosenProductsView
    chosen_view_class = AddressedChosenView
    chosen_multiple_view_class = AddressedChosenMultipleView


class CategoryChooserViewSet(ChosenChooserViewSet):
    """Choosing categories."""

    model = "catalogue.Category"
    base_block_class = PooledChooserBlock
    icon = "folder-open-inverse"
    choose_one_text = _("Choose a category")
    choose_another_text = _("Choose another category")
    edit_item_text = _("Edit this category")
    choose_view_class = CategoryChooseView
    choose_results_view_class = CategoryChooseResultsView
    shown_view_class = ChosenCategoriesView
    chosen_view_class = AddressedChosenView
    chosen_multiple_view_class = AddressedChosenMultipleView


class OfferChooserViewSet(ChosenChooserViewSet):
    """Choosing offers."""

    model = "offer.ConditionalOffer"
    icon = "tag"
    choose_one_text = _("Choose an offer")
    choose_another_text = _("Choose another offer")
    edit_item_text = _("Edit this offer")
    choose_view_class = OfferChooseView
    choose_results_view_class = OfferChooseResultsView
    shown_view_class = ChosenOffersView


class VoucherChooserViewSet(ChosenChooserViewSet):
    """Choosing vouchers."""

    model = "voucher.Voucher"
    icon = "tag"
    choose_one_text = _("Choose a voucher")
    choose_another_text = _("Choose another voucher")
    edit_item_text = _("Edit this voucher")
    choose_view_class = VoucherChooseView
    choose_results_view_class = VoucherChooseResultsView
    shown_view_class = ChosenVouchersView


product_chooser = ProductChooserViewSet("product_chooser", url_prefix="product-chooser")
category_chooser = CategoryChooserViewSet("category_chooser", url_prefix="category-chooser")
offer_chooser = OfferChooserViewSet("offer_chooser", url_prefix="offer-chooser")
voucher_chooser = VoucherChooserViewSet("voucher_chooser", url_prefix="voucher-chooser")

ProductChooserBlock = product_chooser.get_block_class(
    name="ProductChooserBlock", module_path="shop.cms_pages.choosers"
)
CategoryChooserBlock = category_chooser.get_block_class(
    name="CategoryChooserBlock", module_path="shop.cms_pages.choosers"
)
OfferChooserBlock = offer_chooser.get_block_class(
    name="OfferChooserBlock", module_path="shop.cms_pages.choosers"
)
VoucherChooserBlock = voucher_chooser.get_block_class(
    name="VoucherChooserBlock", module_path="shop.cms_pages.choosers"
)

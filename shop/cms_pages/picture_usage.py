"""Whose the pictures of the library are, for who looks where they are used or deletes them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.images.views.bulk_actions import DeleteBulkAction
from wagtail.images.views.images import DeleteView

from shop.catalogue.models import Category, Product, ProductImage, ProductVideo
from shop.cms_pages.catalogue_listings import may_open_in_dashboard
from shop.media.models import Image

# Of the pictures and of each one's products as many as a message can hold.
MOST = 5


class CatalogueURLFinder(ModelAdminURLFinder):
    """Where somebody gets to what shows a picture: see `way_to`."""

    def get_edit_url(self, instance: Any) -> str:
        return way_to(instance if isinstance(instance, Category) else instance.product, self.user)


for model in (ProductImage, ProductVideo, Category):
    register_admin_url_finder(model, CatalogueURLFinder)


def way_to(thing: Product | Category, user: Any = None) -> str:
    """The dashboard's page of a product or category for who may go there (or for nobody special).

    For others the page that shoppers see, or, where there is none, the listing in `/cms/`. No
    query but that for a variant's product.
    """
    is_category = isinstance(thing, Category)
    name = "catalogue-category-update" if is_category else "catalogue-product"
    if user is None or may_open_in_dashboard(user, name):
        return reverse(f"dashboard:{name}", args=[thing.pk])
    if is_category:
        public = thing.is_public and thing.ancestors_are_public
        listing, words = "shop_categories:index", thing.name
    else:
        whole = thing.parent if thing.is_child else thing
        public = thing.is_public and whole.is_public
        listing, words = "shop_products:index", whole.title
    return thing.get_absolute_url() if public else reverse(listing, query={"q": words})


def refusal(images: Iterable[Image], user: Any) -> SafeString | None:
    """Why these pictures cannot be deleted, naming the products that show them; None: they can.

    One query.
    """
    uses = (
        ProductImage.objects.filter(original__in=images)
        .select_related("original", "product__parent")
        .order_by("original__title", "original_id", "product__title", "pk")
    )
    named = [
        format_html("“{}” ({})", image.title, _some([_link(use.product, user) for use in found]))
        for image, found in groupby(uses, key=lambda use: use.original)
    ]
    if not named:
        return None
    words = ngettext(
        "Products show this picture: {}. Give them another one first, then delete it.",
        "Products show these pictures: {}. Give them others first, then delete these.",
        len(named),
    )
    return format_html(words, _some(named))


def _link(product: Product, user: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', way_to(product, user), product.get_title())


def _some(words: list[SafeString]) -> SafeString:
    shown = format_html_join(", ", "{}", ((word,) for word in dict.fromkeys(words[:MOST])))
    more = len(words) - MOST
    return format_html(_("{} and {} more"), shown, more) if more > 0 else shown


class PictureDeleteView(DeleteView):
    """Wagtail's, which says of a product's picture whose it is, before and instead of deleting."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.say_why_not()
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        if self.say_why_not():
            return redirect("wagtailimages:edit", self.object.pk)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def say_why_not(self) -> bool:
        why = refusal([self.object], self.request.user)
        if why:
            messages.error(self.request, why)
        return bool(why)


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own at the same address
def register_delete_view() -> list[URLPattern]:
    """Wagtail has no hook for the deletion of one picture."""
    return [path("images/<int:image_id>/delete/", PictureDeleteView.as_view())]


@hooks.register("register_bulk_action", order=1)  # after Wagtail's own, whose place it takes
class PicturesDeleteAction(DeleteBulkAction):
    """The same for several at once: none goes while a product shows one of them."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.say_why_not(self.get_actionable_objects()[0])
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def prepare_action(self, objects: list[Image], objects_without_access: Any) -> Any:
        """Before Wagtail, which would say that the permission is missing."""
        if self.say_why_not(objects):
            return redirect("wagtailimages:index")
        return super().prepare_action(objects, objects_without_access)

    def say_why_not(self, objects: list[Image]) -> bool:
        why = refusal(objects, self.request.user)
        if why:
            messages.error(self.request, why)
        return bool(why)

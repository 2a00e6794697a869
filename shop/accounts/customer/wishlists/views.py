"""Wish lists: each is its owner's alone, unless its link is given away."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import generic
from django.views.decorators.cache import never_cache
from oscar.apps.basket.signals import basket_addition
from oscar.core.loading import get_model

from shop.accounts.customer.forms import WishListForm
from shop.accounts.customer.views import AccountSectionMixin
from shop.accounts.selectors import wish_list_items
from shop.accounts.wish_lists import NotAddable, keep_on_list, kept_message, move_to_basket
from shop.catalogue.models import Product
from shop.core.addresses import absolute_url
from shop.core.after_login import log_in_first
from shop.core.http import is_htmx
from shop.core.same_origin import page_before, same_origin_post

WishList = get_model("wishlists", "WishList")
Line = get_model("wishlists", "Line")


class OwnWishListsMixin(AccountSectionMixin):
    """The lists of whoever asks, by their key."""

    account_section = "wishlists"
    model: Any = WishList
    slug_field: Any = "key"
    slug_url_kwarg: Any = "key"
    context_object_name: Any = "wishlist"
    success_url: Any = reverse_lazy("customer:wishlists-list")

    def get_queryset(self) -> QuerySet:
        return WishList.objects.filter(owner=self.request.user)


class WishListListView(OwnWishListsMixin, generic.ListView):
    """All lists with the number of things on each."""

    template_name = "oscar/customer/wishlists/wishlists_list.html"
    context_object_name = "wishlists"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().annotate(size=Count("lines")).order_by("-date_created")


class WishListDetailView(OwnWishListsMixin, generic.DetailView):
    """What is on a list, as it is sold today."""

    template_name = "oscar/customer/wishlists/wishlists_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = wish_list_items(self.object, strategy=self.request.strategy)
        shared_url = absolute_url(self.object.get_shared_url()) if self.object.is_shareable else ""
        return super().get_context_data(items=items, shared_url=shared_url, **kwargs)


class WishListFormMixin(OwnWishListsMixin):
    """The form; it wants to know whose list it is."""

    form_class: Any = WishListForm
    template_name: Any = "oscar/customer/wishlists/wishlists_form.html"
    object: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}  # type: ignore[misc]

    def get_success_url(self) -> str:
        return reverse("customer:wishlists-detail", kwargs={"key": self.object.key})


class WishListCreateView(WishListFormMixin, generic.CreateView):
    """A new list."""


class WishListUpdateView(WishListFormMixin, generic.UpdateView):
    """Another name for a list, or another answer to who may see it."""


class WishListDeleteView(OwnWishListsMixin, generic.DeleteView):
    """Ask, then delete."""

    template_name = "oscar/customer/wishlists/wishlists_delete.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("The list is deleted."))
        return response


@method_decorator([same_origin_post, never_cache], name="dispatch")
class WishListAddProduct(generic.View):
    """Put a product on a list, from a cached page: POST, guarded by its origin.

    A visitor logs in first, and finds it on the list afterwards. GET leads to the product.
    """

    def get(self, request: HttpRequest, product_pk: int, key: str = "") -> HttpResponse:
        return redirect(get_object_or_404(Product, pk=product_pk, is_public=True))

    def post(self, request: Any, product_pk: int, key: str = "") -> HttpResponse:
        product = get_object_or_404(Product, pk=product_pk, is_public=True)
        back = page_before(request) or product.get_absolute_url()
        if not request.user.is_authenticated:
            return log_in_first(request, wish="wish", target=product.pk, back=back)
        try:
            wishlist = keep_on_list(user=request.user, product=product, key=key)
        except WishList.DoesNotExist as error:
            raise Http404 from error
        said = kept_message(product, wishlist)
        if is_htmx(request):
            context = {"wishlist": wishlist, "said": said, "compact": "compact" in request.POST}
            return render(request, "components/wish_kept.html", context)
        messages.success(request, said)
        return redirect(back)


class WishListRemoveProduct(generic.View):
    """Take a line off a list."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str, line_pk: int) -> HttpResponse:
        line = get_object_or_404(Line, pk=line_pk, wishlist__key=key, wishlist__owner=request.user)
        line.delete()
        messages.success(request, _("“%s” is off the list.") % line.get_title())
        return redirect("customer:wishlists-detail", key=key)


class WishListMoveToBasket(generic.View):
    """Put what stands on a list into the basket, and take it off the list."""

    http_method_names = ["post"]

    def post(self, request: Any, key: str, line_pk: int) -> HttpResponse:
        lines = Line.objects.select_related("product__parent__product_class")
        line = get_object_or_404(lines, pk=line_pk, wishlist__key=key, wishlist__owner=request.user)
        title = line.get_title()
        try:
            product = move_to_basket(line=line, basket=request.basket)
        except NotAddable as error:
            messages.error(request, f"{title}: {error}")
        else:
            basket_addition.send(sender=self, product=product, user=request.user, request=request)
            messages.success(request, _("“%s” is in your basket.") % title)
        return redirect("customer:wishlists-detail", key=key)


@method_decorator(never_cache, name="dispatch")
class SharedWishListView(generic.DetailView):
    """A list as somebody sees it who was given its link; a private one is not there."""

    model = WishList
    slug_field = "key"
    slug_url_kwarg = "key"
    context_object_name = "wishlist"
    template_name = "oscar/wishlists/wishlist_detail.html"

    def get_object(self, queryset: Any = None) -> Any:
        wishlist = super().get_object(queryset)
        if not (wishlist.is_shareable and wishlist.is_allowed_to_see(self.request.user)):
            raise Http404
        return wishlist

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = wish_list_items(self.object, strategy=self.request.strategy)  # type: ignore[attr-defined]
        # What is no longer sold is nothing to give.
        return super().get_context_data(items=[item for item in items if item.card], **kwargs)

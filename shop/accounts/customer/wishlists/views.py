"""Wish lists: each is its owner's alone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import generic
from oscar.core.loading import get_model

from shop.accounts.customer.forms import WishListForm
from shop.accounts.customer.views import AccountSectionMixin
from shop.accounts.selectors import wish_list_items
from shop.catalogue.models import Product
from shop.core.same_origin import same_origin_post

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
        return super().get_context_data(items=items, **kwargs)


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
    """Another name for a list."""


class WishListDeleteView(OwnWishListsMixin, generic.DeleteView):
    """Ask, then delete."""

    template_name = "oscar/customer/wishlists/wishlists_delete.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("The list is deleted."))
        return response


@method_decorator(same_origin_post, name="dispatch")
class WishListAddProduct(generic.View):
    """Put a product on a list, from its cached page: POST, guarded by its origin.

    GET leads to the product, which is also where a log-in on the way comes back to.
    """

    def get(self, request: HttpRequest, product_pk: int, key: str = "") -> HttpResponse:
        return redirect(get_object_or_404(Product, pk=product_pk, is_public=True))

    def post(self, request: HttpRequest, product_pk: int, key: str = "") -> HttpResponse:
        product = get_object_or_404(Product, pk=product_pk, is_public=True)
        if not request.user.is_authenticated:
            return redirect_to_login(product.get_absolute_url())
        lists = WishList.objects.filter(owner=request.user)
        if key:
            wishlist = get_object_or_404(lists, key=key)
        else:
            wishlist = lists.order_by("-date_created").first() or lists.create(
                owner=request.user, name=_("My wish list")
            )
        if not wishlist.lines.filter(product=product).exists():
            wishlist.add(product)
        messages.success(
            request,
            _("“%(title)s” is on the list “%(list)s”.")
            % {"title": product.get_title(), "list": wishlist.name},
        )
        return redirect(product)


class WishListRemoveProduct(generic.View):
    """Take a line off a list."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str, line_pk: int) -> HttpResponse:
        line = get_object_or_404(Line, pk=line_pk, wishlist__key=key, wishlist__owner=request.user)
        line.delete()
        messages.success(request, _("“%s” is off the list.") % line.get_title())
        return redirect("customer:wishlists-detail", key=key)

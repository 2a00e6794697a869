"""The account area: what a shopper sees and changes of their own. Somebody else's is a 404."""

from typing import Any, Literal

from django.contrib import messages
from django.contrib.auth import logout as auth_logout
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import generic
from django.views.decorators.cache import never_cache
from oscar.core.loading import get_model

from shop.accounts import services
from shop.accounts.customer.forms import (
    ConfirmPasswordForm,
    ProfileForm,
    UserAddressForm,
)
from shop.orders.models import Order
from shop.orders.selectors import order_detail, orders_of

UserAddress = get_model("address", "UserAddress")

ORDERS_PER_PAGE = 10


class AccountSectionMixin:
    """Which part of the account's navigation is marked; nothing here is ever stored by a cache."""

    account_section = ""
    request: Any

    @method_decorator(never_cache)
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(account_section=self.account_section, **kwargs)  # type: ignore[misc]


class AccountSummaryView(AccountSectionMixin, generic.TemplateView):
    """The first page: the newest orders, where to deliver, ways on."""

    template_name = "oscar/customer/summary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        newest = orders_of(user)[:2]
        return super().get_context_data(
            orders=[order_detail(order) for order in newest],
            address=user.addresses.order_by("-is_default_for_shipping", "-date_created").first(),
            **kwargs,
        )


# Orders


class OrderHistoryView(AccountSectionMixin, generic.TemplateView):
    """All orders, newest first, ten a page."""

    template_name = "oscar/customer/order/order_list.html"
    account_section = "orders"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(orders_of(self.request.user), ORDERS_PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        return super().get_context_data(
            page_obj=page, orders=[order_detail(order) for order in page], **kwargs
        )


class OrderDetailView(AccountSectionMixin, generic.TemplateView):
    """One order: what, where to, how far."""

    template_name = "oscar/customer/order/order_detail.html"
    account_section = "orders"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = orders_of(self.request.user)
        order = get_object_or_404(mine, number=self.kwargs["order_number"])
        return super().get_context_data(order=order_detail(order), **kwargs)


class OrderAgainView(generic.View):
    """Put what is still sold of an earlier order into the basket."""

    http_method_names = ["post"]

    def post(self, request: Any, order_number: str) -> HttpResponse:
        order = get_object_or_404(Order, user=request.user, number=order_number)
        added = 0
        for line in order.lines.select_related("product", "stockrecord"):
            available, reason = line.is_available_to_reorder(request.basket, request.strategy)
            if not available or not line.product.is_public:
                messages.warning(request, reason or _("“%s” is no longer sold.") % line.title)
                continue
            request.basket.add_product(line.product, line.quantity)
            added += 1
        if not added:
            return redirect("customer:order", order_number=order.number)
        messages.success(request, _("What we still have of this order is in your basket."))
        return redirect("basket:summary")


# Address book


class OwnAddressesMixin(AccountSectionMixin):
    """The addresses of whoever asks."""

    account_section = "addresses"
    model: Any = UserAddress
    success_url: Any = reverse_lazy("customer:address-list")

    def get_queryset(self) -> QuerySet:
        return (
            UserAddress._default_manager.filter(user=self.request.user)
            .select_related("country")
            .order_by("-is_default_for_shipping", "-is_default_for_billing", "pk")
        )


class AddressListView(OwnAddressesMixin, generic.ListView):
    """The address book, the ones in use first."""

    template_name = "oscar/customer/address/address_list.html"
    context_object_name = "addresses"


class AddressFormMixin(OwnAddressesMixin):
    """The form; it wants to know whose address it is."""

    form_class: Any = UserAddressForm
    template_name: Any = "oscar/customer/address/address_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}  # type: ignore[misc]

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)  # type: ignore[misc]
        messages.success(self.request, _("The address is saved."))
        return response


class AddressCreateView(AddressFormMixin, generic.CreateView):
    """A new address."""


class AddressUpdateView(AddressFormMixin, generic.UpdateView):
    """Change an address; orders keep the one they were placed with."""


class AddressDeleteView(OwnAddressesMixin, generic.DeleteView):
    """Ask, then delete; orders keep their copy."""

    template_name = "oscar/customer/address/address_delete.html"
    context_object_name = "address"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("The address is deleted."))
        return response


class AddressChangeStatusView(generic.View):
    """Make an address the default for delivery or for bills; by POST, unlike Oscar's."""

    http_method_names = ["post"]

    def post(self, request: Any, pk: str, action: str) -> HttpResponse:
        purpose: Literal["shipping", "billing"] = (
            "shipping" if action == "default_for_shipping" else "billing"
        )
        try:
            services.set_default_address(user=request.user, address_id=int(pk), purpose=purpose)
        except UserAddress.DoesNotExist as error:
            raise Http404 from error
        except services.CountryNotServed as error:
            messages.error(request, _("We do not deliver to %s.") % error)
        return redirect("customer:address-list")


# Profile


class ProfileView(AccountSectionMixin, generic.FormView):
    """The name, and the ways to e-mail address, password and leaving."""

    template_name = "oscar/customer/profile/profile.html"
    account_section = "profile"
    form_class = ProfileForm
    success_url = reverse_lazy("customer:profile-view")

    def get_initial(self) -> dict[str, Any]:
        return {"full_name": self.request.user.get_full_name()}

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        services.rename_user(user=self.request.user, full_name=form.cleaned_data["full_name"])
        messages.success(self.request, _("Your name is saved."))
        return super().form_valid(form)


class ProfileDeleteView(AccountSectionMixin, generic.FormView):
    """Delete the account, with the password; orders are kept."""

    template_name = "oscar/customer/profile/profile_delete.html"
    account_section = "profile"
    form_class = ConfirmPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: ConfirmPasswordForm) -> HttpResponse:
        user = self.request.user
        auth_logout(self.request)
        services.delete_account(user=user)
        messages.success(self.request, gettext_lazy("Your account is deleted."))
        return HttpResponseRedirect(reverse("account_login"))

"""Stock alerts: write to me when this is back."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import generic
from django.views.decorators.cache import never_cache
from oscar.core.loading import get_model

from shop.accounts import stock_alerts
from shop.accounts.customer.forms import ProductAlertForm
from shop.accounts.customer.views import AccountSectionMixin
from shop.catalogue.models import Product
from shop.core.same_origin import same_origin_post
from shop.core.throttle import within_limit

ProductAlert = get_model("customer", "ProductAlert")


class ProductAlertListView(AccountSectionMixin, generic.ListView):
    """The alerts that are waiting."""

    template_name = "oscar/customer/alerts/alert_list.html"
    context_object_name = "alerts"
    account_section = "alerts"

    def get_queryset(self) -> QuerySet:
        return (
            ProductAlert.objects.filter(user=self.request.user, status=ProductAlert.ACTIVE)
            .select_related("product__parent")
            .order_by("-date_created")
        )


@method_decorator([same_origin_post, never_cache], name="dispatch")
class ProductAlertCreateView(generic.FormView):
    """Ask for an alert, from the product's cached page: POST, guarded by its origin.

    A guest confirms the address by mail. GET leads to the product.
    """

    template_name = "oscar/customer/alerts/form.html"
    form_class = ProductAlertForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.product = get_object_or_404(Product, pk=kwargs["pk"], is_public=True)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.product)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(product=self.product, **kwargs)

    def form_valid(self, form: ProductAlertForm) -> HttpResponse:
        if not within_limit(self.request, "stock_alert"):
            form.add_error(None, _("That was a lot at once. Please try again in an hour."))
            return self.form_invalid(form, status=429)
        alert: Any = stock_alerts.request_stock_alert(
            product=self.product,
            user=self.request.user,
            email=form.cleaned_data.get("email", ""),
        )
        if alert.user:
            messages.success(self.request, _("We will write to you when it is back."))
        else:
            messages.success(
                self.request,
                _("We have written to %s. Please confirm the address there.") % alert.email,
            )
        return redirect(self.product)

    def form_invalid(self, form: ProductAlertForm, status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)


@method_decorator(never_cache, name="dispatch")
class AlertActionView(generic.TemplateView):
    """A link in a mail shows what it is about; the button does it.

    Mail scanners and previews follow links, so a GET must not change anything.
    """

    template_name = "oscar/customer/alerts/alert_action.html"
    action = ""

    def get_alert(self) -> Any:
        """The alert by its key, or one's own by its number; Http404 otherwise."""
        if "key" in self.kwargs:
            return get_object_or_404(ProductAlert, key=self.kwargs["key"])
        if self.request.user.is_authenticated:
            return get_object_or_404(ProductAlert, user=self.request.user, pk=self.kwargs["pk"])
        raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(alert=self.get_alert(), action=self.action, **kwargs)


class ProductAlertConfirmView(AlertActionView):
    """Confirm a guest's alert."""

    action = "confirm"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        alert = self.get_alert()
        if alert.can_be_confirmed:
            alert.confirm()
        messages.success(request, _("We will write to you when it is back."))
        return redirect(alert.product)


class ProductAlertCancelView(AlertActionView):
    """Cancel an alert, or all that a guest's address waits for (`all`): the mail's way out."""

    action = "cancel"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        alert = context["alert"]
        return {**context, "others": stock_alerts.other_alerts(alert=alert)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        alert = self.get_alert()
        if "all" in request.POST and alert.user is None:
            stock_alerts.cancel_stock_alerts(email=alert.email)
            messages.success(request, _("We will not write to you about stock any more."))
            return redirect(alert.product)
        if alert.can_be_cancelled:
            alert.cancel()
        messages.success(request, _("The alert is cancelled."))
        if request.user.is_authenticated:
            return redirect("customer:alerts-list")
        return redirect(alert.product)

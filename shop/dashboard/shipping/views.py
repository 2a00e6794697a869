"""Delivery methods in the dashboard: the list, and one method with its weight bands."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views import generic

from shop.dashboard.shipping.forms import Bands, DeliveryMethodForm
from shop.shipping.models import DeliveryMethod
from shop.shipping.services import replace_bands


class DeliveryMethodListView(generic.ListView):
    """All methods in the order of the checkout, those that are switched off too."""

    queryset = DeliveryMethod.objects.prefetch_related("countries", "bands")
    template_name = "oscar/dashboard/shipping/delivery_method_list.html"
    context_object_name = "methods"


class DeliveryMethodUpdateView(generic.UpdateView):
    """A method and its weight bands, saved together or not at all."""

    model = DeliveryMethod
    form_class = DeliveryMethodForm
    template_name = "oscar/dashboard/shipping/delivery_method_form.html"
    context_object_name = "method"
    object: Any

    def bands(self) -> Any:
        """The bands' formset, bound when something was sent."""
        if self.request.method == "POST":
            return Bands(self.request.POST, prefix="bands")
        there = self.object.bands.values("up_to_kg", "charge") if self.object else ()
        return Bands(initial=list(there), prefix="bands")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("bands", self.bands())
        return super().get_context_data(**kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form, bands = self.get_form(), self.bands()
        # Both, so that everything that is wrong is said at once.
        if not all([form.is_valid(), bands.is_valid()]):
            context = self.get_context_data(form=form, bands=bands)
            return self.render_to_response(context, status=422)
        with transaction.atomic():
            method = form.save()  # whose row keeps a second editor waiting
            replace_bands(method=method, bands=bands.rows())
        said = (
            _("“%(name)s” is saved; the checkout offers it.")
            if method.is_active
            else _("“%(name)s” is saved; the checkout does not offer it.")
        )
        messages.success(request, said % {"name": method.name})
        return redirect("dashboard:shipping-method-list")


class DeliveryMethodCreateView(DeliveryMethodUpdateView):
    """A new method."""

    def get_object(self, queryset: Any = None) -> Any:
        """None: nothing is there yet."""
        return None


class DeliveryMethodDeleteView(generic.DeleteView):
    """Asks, then deletes; orders keep the name and the charge they were placed with."""

    model = DeliveryMethod
    template_name = "oscar/dashboard/shipping/delivery_method_delete.html"
    context_object_name = "method"
    success_url = reverse_lazy("dashboard:shipping-method-list")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("“%(name)s” is deleted.") % {"name": self.object.name})
        return super().form_valid(form)

"""Oscar's order pages; what changes an order goes through its services.

Oscar offers to set any status and to record payments by hand. Both would leave stock, money
and messages behind, so what is offered here is what an order admin really does: ship all of an
order, ship some of its lines, cancel one that nobody paid.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from oscar.apps.dashboard.orders import views as oscar_views
from oscar.apps.order.exceptions import (
    InvalidOrderStatus,
    InvalidShippingEvent,
    InvalidStatus,
)

from shop.checkout.gateways import GatewayUnavailable
from shop.checkout.payments import give_up_order
from shop.checkout.refunds import refundable
from shop.dashboard.orders.access import require_change
from shop.dashboard.orders.forms import ShipmentForm
from shop.orders import services
from shop.orders.models import Order


def cancel(order: Order) -> None:
    """Give an unpaid order up: its payment at the provider first, then its stock.

    Raises InvalidOrderStatus for one that is paid (that wants a refund) or was paid meanwhile,
    and GatewayUnavailable. Talks to the provider.
    """
    if order.status != services.AWAITING_PAYMENT or not give_up_order(order=order):
        raise InvalidOrderStatus(_("It is not waiting for a payment. A paid order is refunded."))


def _is_paid_and_unsent(order: Order) -> bool:
    return order.status == services.PAID and not order.shipping_events.exists()


class OrderListView(oscar_views.OrderListView):
    """All orders, found by number, name or e-mail address."""

    def get_queryset(self) -> QuerySet:
        orders = super().get_queryset()
        if not self.form.is_valid():
            return orders
        for word in self.form.cleaned_data["search"].split():
            orders = orders.filter(
                Q(number__icontains=word)
                | Q(guest_email__icontains=word)
                | Q(user__email__icontains=word)
                | Q(user__first_name__icontains=word)
                | Q(user__last_name__icontains=word)
                | Q(shipping_address__first_name__icontains=word)
                | Q(shipping_address__last_name__icontains=word)
                | Q(billing_address__first_name__icontains=word)
                | Q(billing_address__last_name__icontains=word)
            )
        return orders

    def get_search_filter_descriptions(self) -> list[Any]:
        descriptions = super().get_search_filter_descriptions()
        if search := getattr(self.form, "cleaned_data", {}).get("search"):
            descriptions.insert(0, _("Number, name or e-mail address contains “%s”") % search)
        return descriptions

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "order_statuses": [services.SHIPPED, services.CANCELLED],
        }

    def change_order_statuses(self, request: HttpRequest, orders: Any) -> HttpResponse:
        require_change(request)
        return super().change_order_statuses(request, orders)

    def change_order_status(self, request: HttpRequest, order: Order) -> None:
        """One of the chosen orders; each says for itself what went wrong."""
        try:
            if request.POST.get("new_status") == services.SHIPPED:
                services.ship_order(order=order, user=request.user)
            elif request.POST.get("new_status") == services.CANCELLED:
                cancel(order)
            else:
                messages.error(request, _("Choose a status."))
                return
        except (InvalidStatus, InvalidShippingEvent, GatewayUnavailable) as error:
            messages.error(request, f"{order.number}: {error}")
        else:
            messages.success(
                request,
                _("Order %(number)s: %(status)s")
                % {"number": order.number, "status": order.status},
            )


class OrderDetailView(oscar_views.OrderDetailView):
    """One order, with the buttons of its services."""

    order_actions = ("save_note", "delete_note", "ship", "cancel")
    line_actions = ("create_shipping_event",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_change(request)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "may_change": self.request.user.has_perm("order.change_order"),
            "may_ship": services.SHIPPED in self.object.available_statuses(),
            "may_cancel": self.object.status == services.AWAITING_PAYMENT,
            "may_cancel_paid": _is_paid_and_unsent(self.object),
            "refundable": refundable(self.object),
            "shipment_form": kwargs.get("shipment_form", ShipmentForm()),
        }

    def ship(self, request: HttpRequest, order: Order) -> HttpResponse:
        """Ship what is left of the order, with or without a tracking number."""
        form = ShipmentForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(shipment_form=form))
        try:
            services.ship_order(
                order=order, user=request.user, tracking=form.cleaned_data["tracking"]
            )
        except (InvalidStatus, InvalidShippingEvent) as error:
            return self.reload_page(error=str(error))
        messages.success(request, _("Marked as shipped. The customer is being written to."))
        return self.reload_page()

    def cancel(self, request: HttpRequest, order: Order) -> HttpResponse:
        """Cancel an order that nobody paid, at the provider first; its stock is free again.

        One that is paid, and not sent, is cancelled by giving its money back: that is asked next.
        """
        if _is_paid_and_unsent(order):
            messages.info(
                request, _("It is paid. Give everything back, and the order is cancelled.")
            )
            return redirect("dashboard:order-refund", number=order.number)
        try:
            cancel(order)
        except (InvalidStatus, GatewayUnavailable) as error:
            return self.reload_page(error=str(error))
        messages.success(request, _("Cancelled. Its stock can be bought again."))
        return self.reload_page()

    def create_shipping_event(
        self, request: HttpRequest, order: Order, lines: Any, quantities: list[int]
    ) -> HttpResponse:
        """Ship the chosen units of the chosen lines."""
        form = ShipmentForm(request.POST)
        if not form.is_valid():
            return self.reload_page(error=str(form.errors["tracking"][0]))
        try:
            services.ship_lines(
                order=order,
                quantities={
                    line.pk: quantity for line, quantity in zip(lines, quantities, strict=True)
                },
                user=request.user,
                tracking=form.cleaned_data["tracking"],
            )
        except (InvalidStatus, InvalidShippingEvent) as error:
            return self.reload_page(error=str(error))
        messages.success(request, _("Shipped. The customer is being written to."))
        return self.reload_page()

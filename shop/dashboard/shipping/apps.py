"""The dashboard's delivery methods, in place of Oscar's weight-based ones."""

from typing import Any

from django.urls import path
from oscar.apps.dashboard.shipping import apps


class ShippingDashboardConfig(apps.ShippingDashboardConfig):
    """Oscar's app under our roof: its addresses lead to the methods that the checkout offers."""

    name = "shop.dashboard.shipping"

    def ready(self) -> None:
        """Oscar's collects the views of its own models, which are not served here."""
        self.configure_permissions()

    def configure_permissions(self) -> None:
        """Who opens which page; the menu reads it too."""
        view = ["is_staff", "shipping.view_deliverymethod"]
        self.permissions_map = {
            "shipping-method-list": view,
            "shipping-method-create": [*view, "shipping.add_deliverymethod"],
            "shipping-method-edit": [*view, "shipping.change_deliverymethod"],
            "shipping-method-delete": [*view, "shipping.delete_deliverymethod"],
        }

    def get_urls(self) -> list[Any]:
        from shop.dashboard.shipping import views

        return self.post_process_urls(
            [
                path("", views.DeliveryMethodListView.as_view(), name="shipping-method-list"),
                path(
                    "create/",
                    views.DeliveryMethodCreateView.as_view(),
                    name="shipping-method-create",
                ),
                path(
                    "<int:pk>/",
                    views.DeliveryMethodUpdateView.as_view(),
                    name="shipping-method-edit",
                ),
                path(
                    "<int:pk>/delete/",
                    views.DeliveryMethodDeleteView.as_view(),
                    name="shipping-method-delete",
                ),
            ]
        )

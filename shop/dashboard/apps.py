"""The order dashboard: Oscar's, with its ways in led through allauth."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from oscar.apps.dashboard import apps
from oscar.views.decorators import check_permissions


class DashboardConfig(apps.DashboardConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.dashboard"

    def configure_permissions(self) -> None:
        """Who opens our own pages; the menu reads it too."""
        super().configure_permissions()
        self.permissions_map |= {
            "attention": ["order.view_order"],
            "order-refund": ["order.view_order"],
            "order-invoice": ["order.view_order"],
            "picture-lookup": ["is_staff", "catalogue.view_product"],
            "question-list": ["is_staff", "reviews.view_question"],
            "question-answer": ["is_staff", "reviews.view_question", "reviews.change_question"],
        }
        see_vat = ["is_staff", "partner.view_taxrate"]
        self.permissions_map |= {
            "vat-rate-list": see_vat,
            "vat-rate-create": [*see_vat, "partner.add_taxrate"],
            "vat-rate-edit": [*see_vat, "partner.change_taxrate"],
            "vat-rate-delete": [*see_vat, "partner.delete_taxrate"],
        }

    def may_enter(self, request: HttpRequest) -> bool:
        """Whether the dashboard's first page opens for the person who asks."""
        return check_permissions(request.user, self.permissions_map["index"])

    def get_urls(self) -> list[Any]:
        """Oscar's addresses without its log-in, and without its pages, which Wagtail has."""
        from allauth.account.views import logout

        from shop.accounts.views import StaffDoorView
        from shop.dashboard.catalogue.views import PictureLookupView
        from shop.dashboard.orders.invoices import InvoiceView
        from shop.dashboard.orders.refunds import AttentionView, RefundView
        from shop.dashboard.reviews.questions import QuestionAnswerView, QuestionListView
        from shop.dashboard.tax import views as tax

        door = StaffDoorView.as_view(fallback="dashboard:index", may_enter=self.may_enter)
        kept = [
            url
            for url in super().get_urls()
            if getattr(url, "name", None) not in {"login", "logout"}
            and str(url.pattern) != "pages/"
        ]
        ours = self.post_process_urls(
            [
                path("orders/attention/", AttentionView.as_view(), name="attention"),
                path("orders/<str:number>/invoice/", InvoiceView.as_view(), name="order-invoice"),
                path("orders/<str:number>/refund/", RefundView.as_view(), name="order-refund"),
                path("vat/", tax.VatRateListView.as_view(), name="vat-rate-list"),
                path("vat/create/", tax.VatRateCreateView.as_view(), name="vat-rate-create"),
                path("vat/<int:pk>/", tax.VatRateFormView.as_view(), name="vat-rate-edit"),
                path(
                    "vat/<int:pk>/delete/", tax.VatRateDeleteView.as_view(), name="vat-rate-delete"
                ),
                path("pictures/", PictureLookupView.as_view(), name="picture-lookup"),
                path("questions/", QuestionListView.as_view(), name="question-list"),
                path("questions/<int:pk>/", QuestionAnswerView.as_view(), name="question-answer"),
            ]
        )
        return [
            *ours,
            *kept,
            path("login/", door, name="login"),
            path("logout/", logout, name="logout"),
        ]

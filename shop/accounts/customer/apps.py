"""Oscar's customer area under our roof, without its ways in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.urls import path, re_path
from django.views.generic import RedirectView
from oscar.apps.customer import apps
from oscar.core.loading import get_class


class CustomerConfig(apps.CustomerConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes.

    Log-in, sign-up, log-out and passwords are allauth's; their names stay, for Oscar's templates
    and decorators reverse them. E-mail history, notifications and the order page by hash are
    left out: the outbox, the messages and `order-status` do what they did.
    """

    name = "shop.accounts.customer"

    def ready(self) -> None:
        """Oscar looks its views up here; ours that Oscar has no attribute for follow."""
        super().ready()
        self.reorder_view = get_class("customer.views", "OrderAgainView")
        self.wishlists_move_to_basket_view = get_class(
            "customer.wishlists.views", "WishListMoveToBasket"
        )

    def get_urls(self) -> list[Any]:
        """The account area; all but doors and alerts by key asks for a log-in."""
        return self.post_process_urls(
            [
                *self.get_door_urls(),
                *self.get_profile_urls(),
                *self.get_order_urls(),
                *self.get_address_urls(),
                *self.get_alert_urls(),
                *self.get_wishlist_urls(),
            ]
        )

    def get_door_urls(self) -> list[Any]:
        """Oscar's names, leading to allauth."""
        from allauth.account.views import logout

        from shop.accounts.views import AllauthRedirectView

        door = AllauthRedirectView.as_view
        return [
            path("login/", door(), name="login"),
            path("logout/", logout, name="logout"),
            path("register/", door(url_name="account_signup"), name="register"),
            path(
                "change-password/",
                door(url_name="account_change_password"),
                name="change-password",
            ),
        ]

    def get_profile_urls(self) -> list[Any]:
        return [
            path("", login_required(self.summary_view.as_view()), name="summary"),
            path(
                "profile/",
                login_required(self.profile_view.as_view()),
                name="profile-view",
            ),
            path(
                "profile/edit/",
                RedirectView.as_view(pattern_name="customer:profile-view"),
                name="profile-update",
            ),
            path(
                "profile/delete/",
                login_required(self.profile_delete_view.as_view()),
                name="profile-delete",
            ),
        ]

    def get_order_urls(self) -> list[Any]:
        return [
            path(
                "orders/",
                login_required(self.order_history_view.as_view()),
                name="order-list",
            ),
            path(
                "orders/<str:order_number>/",
                login_required(self.order_detail_view.as_view()),
                name="order",
            ),
            path(
                "orders/<str:order_number>/again/",
                login_required(self.reorder_view.as_view()),
                name="order-again",
            ),
        ]

    def get_address_urls(self) -> list[Any]:
        return [
            path(
                "addresses/",
                login_required(self.address_list_view.as_view()),
                name="address-list",
            ),
            path(
                "addresses/add/",
                login_required(self.address_create_view.as_view()),
                name="address-create",
            ),
            path(
                "addresses/<int:pk>/",
                login_required(self.address_update_view.as_view()),
                name="address-detail",
            ),
            path(
                "addresses/<int:pk>/delete/",
                login_required(self.address_delete_view.as_view()),
                name="address-delete",
            ),
            re_path(
                r"^addresses/(?P<pk>[0-9]{1,18})/(?P<action>default_for_(?:billing|shipping))/$",
                login_required(self.address_change_status_view.as_view()),
                name="address-change-status",
            ),
        ]

    def get_alert_urls(self) -> list[Any]:
        return [
            path(
                "alerts/",
                login_required(self.alert_list_view.as_view()),
                name="alerts-list",
            ),
            path(
                "alerts/create/<int:pk>/",
                self.alert_create_view.as_view(),
                name="alert-create",
            ),
            path(
                "alerts/confirm/<str:key>/",
                self.alert_confirm_view.as_view(),
                name="alerts-confirm",
            ),
            path(
                "alerts/cancel/key/<str:key>/",
                self.alert_cancel_view.as_view(),
                name="alerts-cancel-by-key",
            ),
            path(
                "alerts/cancel/<int:pk>/",
                login_required(self.alert_cancel_view.as_view()),
                name="alerts-cancel-by-pk",
            ),
        ]

    def get_wishlist_urls(self) -> list[Any]:
        return [
            path(
                "wishlists/",
                login_required(self.wishlists_list_view.as_view()),
                name="wishlists-list",
            ),
            path(
                "wishlists/add/<int:product_pk>/",
                self.wishlists_add_product_view.as_view(),
                name="wishlists-add-product",
            ),
            path(
                "wishlists/create/",
                login_required(self.wishlists_create_view.as_view()),
                name="wishlists-create",
            ),
            path(
                "wishlists/<str:key>/",
                login_required(self.wishlists_detail_view.as_view()),
                name="wishlists-detail",
            ),
            path(
                "wishlists/<str:key>/add/<int:product_pk>/",
                self.wishlists_add_product_view.as_view(),
                name="wishlists-add-product",
            ),
            path(
                "wishlists/<str:key>/update/",
                login_required(self.wishlists_update_view.as_view()),
                name="wishlists-update",
            ),
            path(
                "wishlists/<str:key>/delete/",
                login_required(self.wishlists_delete_view.as_view()),
                name="wishlists-delete",
            ),
            path(
                "wishlists/<str:key>/lines/<int:line_pk>/delete/",
                login_required(self.wishlists_remove_product_view.as_view()),
                name="wishlists-remove-product",
            ),
            path(
                "wishlists/<str:key>/lines/<int:line_pk>/basket/",
                login_required(self.wishlists_move_to_basket_view.as_view()),
                name="wishlists-move-to-basket",
            ),
        ]

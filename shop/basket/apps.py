"""The basket room: adding, changing, and the personal part of the header."""

from django.urls import path
from oscar.apps.basket import apps


class BasketConfig(apps.BasketConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.basket"

    def get_urls(self) -> list:
        """Oscar's addresses but its saved basket, plus the header's and the lines'."""
        from shop.basket.views import HeaderView, LineView
        from shop.basket.vouchers import VoucherAddView, VoucherRemoveView

        self.add_voucher_view, self.remove_voucher_view = VoucherAddView, VoucherRemoveView
        urls = [pattern for pattern in super().get_urls() if pattern.name != "saved"]
        urls += [
            path("header/", HeaderView.as_view(), name="header"),
            path("lines/<int:pk>/", LineView.as_view(), name="line"),
        ]
        return self.post_process_urls(urls)

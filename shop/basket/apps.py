"""The basket room: adding, changing, and the personal part of the header."""

from django.urls import path
from oscar.apps.basket import apps


class BasketConfig(apps.BasketConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.basket"

    def get_urls(self) -> list:
        """Oscar's addresses but its saved basket's, plus the pieces' and the lines'."""
        from shop.basket import views
        from shop.basket.vouchers import VoucherAddView, VoucherRemoveView

        self.add_voucher_view, self.remove_voucher_view = VoucherAddView, VoucherRemoveView
        urls = [pattern for pattern in super().get_urls() if pattern.name != "saved"]
        urls += [
            path("header/", views.HeaderView.as_view(), name="header"),
            path("drawer/", views.DrawerView.as_view(), name="drawer"),
            path("lines/<int:pk>/", views.LineView.as_view(), name="line"),
            path("lines/<int:pk>/save/", views.LineSaveView.as_view(), name="line-save"),
            path("lines/restore/", views.RestoreView.as_view(), name="line-restore"),
            path("saved/<int:pk>/move/", views.SavedMoveView.as_view(), name="saved-move"),
            path("saved/<int:pk>/remove/", views.SavedRemoveView.as_view(), name="saved-remove"),
        ]
        return self.post_process_urls(urls)

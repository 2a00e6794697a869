"""The checkout room: from basket to paid order."""

from django.core.checks import Tags, register
from django.urls import path
from oscar.apps.checkout import apps


class CheckoutConfig(apps.CheckoutConfig):
    """Oscar's app under our roof; its steps are one page, its pay step an address of the order."""

    name = "shop.checkout"

    def ready(self) -> None:
        """Oscar's collects the views of its own steps, which are not served here."""
        from shop.checkout.checks import check_demo_gateway

        register(check_demo_gateway, Tags.security)

    def get_urls(self) -> list:
        from shop.checkout.payment_views import ChangeOrderView, PaymentView, ThankYouView
        from shop.checkout.views import IndexView
        from shop.checkout.wallets import WalletQuoteView

        order = "<str:order_number>/<str:key>/"
        return self.post_process_urls(
            [
                path("", IndexView.as_view(), name="index"),
                path("wallet/", WalletQuoteView.as_view(), name="wallet"),
                path(f"pay/{order}", PaymentView.as_view(), name="payment"),
                path(f"change/{order}", ChangeOrderView.as_view(), name="change"),
                path("thank-you/", ThankYouView.as_view(), name="thank-you"),
            ]
        )

    def get_url_decorator(self, pattern: object) -> None:
        """Guests are welcome at every step."""

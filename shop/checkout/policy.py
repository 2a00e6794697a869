"""What the pages that take payments let in from the provider, beyond the shop's own policy."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import View

from shop.checkout.gateways import gateway_code

# https://docs.stripe.com/security/guide#content-security-policy
STRIPE_FRAMES = ["https://js.stripe.com", "https://*.js.stripe.com"]
STRIPE = {
    "script-src": STRIPE_FRAMES,
    "frame-src": [*STRIPE_FRAMES, "https://hooks.stripe.com"],
    "connect-src": ["https://api.stripe.com"],
    "img-src": ["https://*.stripe.com"],
}


class ProviderPolicyMixin(View):
    """Lets Stripe's script and frames into a view's pages, where Stripe takes the payments."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if gateway_code() != "stripe":
            return super().dispatch(request, *args, **kwargs)
        allowed: Callable[..., HttpResponseBase] = csp_update(STRIPE)(super().dispatch)
        return allowed(request, *args, **kwargs)

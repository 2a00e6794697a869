"""Where payment providers tell us of events: verify, store, answer; the rest is a worker's."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shop.checkout.events import store_event
from shop.checkout.gateways import BadSignature, gateway

# Stripe's largest events are some tens of kilobytes.
MOST_BYTES = 512 * 1024


@csrf_exempt
@never_cache
@require_POST
def payment_webhook(request: HttpRequest) -> HttpResponse:
    """`/stripe/webhook/`: 400 for a signature that is bad, blank or old; 200 once it is stored.

    An event of another environment or of something unknown is answered 200 and ignored, so that
    the provider stops telling it.
    """
    if len(request.body) > MOST_BYTES:
        return HttpResponse(status=413)
    provider = gateway()
    try:
        event = provider.parse_webhook(
            body=request.body, signature=request.headers.get("Stripe-Signature", "")
        )
    except BadSignature:
        return HttpResponse("bad signature", status=400, content_type="text/plain")
    if event.is_ours:
        store_event(gateway_code=provider.code, event=event)
    return HttpResponse(status=200)

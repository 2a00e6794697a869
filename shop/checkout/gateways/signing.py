"""Signatures of webhooks, in Stripe's scheme (t=…,v1=…, HMAC-SHA256 over time and raw body).

https://docs.stripe.com/webhooks#verify-manually. The demo provider signs in the same scheme.
"""

from stripe import SignatureVerificationError, WebhookSignature

from shop.checkout.gateways.base import BadSignature

# Older than this (seconds) and a captured webhook could be replayed; Stripe's own default.
TOLERANCE = 300


def signature_of(body: str, *, secret: str, timestamp: int | None = None) -> str:
    """The header that signs `body`, now or at `timestamp` (seconds since 1970)."""
    return WebhookSignature.generate_signature_header(body, secret, timestamp)


def verify(body: bytes, signature: str, *, secret: str) -> None:
    """Raise BadSignature unless `signature` is a fresh one of exactly this body."""
    try:
        WebhookSignature.verify_header(body, signature, secret, tolerance=TOLERANCE)
    except (SignatureVerificationError, ValueError, IndexError, TypeError) as error:
        raise BadSignature(str(error)) from error

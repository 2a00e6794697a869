"""The guest's cart token: the number of a basket under our signature, sent as `X-Cart-Token`."""

from typing import Any

from django.core.signing import BadSignature, Signer

HEADER = "X-Cart-Token"

_signer = Signer(salt="shop.api.cart")


def token_of(basket: Any) -> str:
    """What opens this basket; the same each time, and of no use for any other."""
    return _signer.sign(str(basket.pk))


def basket_id_of(request: Any) -> int | None:
    """The basket that the request's token opens; None without one, or with one not ours."""
    try:
        return int(_signer.unsign(request.headers.get(HEADER, "")))
    except (BadSignature, ValueError):
        return None

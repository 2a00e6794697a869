"""Placing an order once, however often the request arrives."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import transaction

from shop.api.models import PlacedOnce


class KeyUsed(Exception):
    """The key was sent before, with something else."""


def fingerprint(asked: Any) -> str:
    """A hash of what was asked for, whatever the order of its members."""
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def placed_before(*, owner: str, key: str, asked: Any) -> Any:
    """The order that was placed with this key; None where none was. One query.

    Raises KeyUsed where something else was asked for.
    """
    known = PlacedOnce.objects.filter(owner=owner, key=key).select_related("order").first()
    return _order_of(known, asked) if known else None


def place_once(*, owner: str, key: str, asked: Any, place: Callable[[], Any]) -> tuple[Any, bool]:
    """Have `place` make the order, or take the one that this key has made; and whether it is new.

    In one transaction with the key's row, which a second request waits for: two that come at once
    are one order. What `place` raises leaves no trace. Raises KeyUsed as `placed_before` does.
    """
    with transaction.atomic():
        known, is_new = PlacedOnce.objects.get_or_create(
            owner=owner, key=key, defaults={"fingerprint": fingerprint(asked)}
        )
        if not is_new:
            return _order_of(known, asked), False
        known.order = place()
        known.save(update_fields=["order"])
    return known.order, True


def _order_of(known: PlacedOnce, asked: Any) -> Any:
    if known.fingerprint != fingerprint(asked):
        raise KeyUsed
    return known.order

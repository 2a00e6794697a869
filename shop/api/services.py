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


def place_once(*, owner: str, key: str, asked: Any, place: Callable[[], Any]) -> tuple[Any, bool]:
    """Have `place` make the order, or take the one that this key has made; and whether it is new.

    In one transaction with the key's row, which a second request waits for: two that come at once
    are one order. What `place` raises leaves no trace. Raises KeyUsed where the key was sent before
    with something else.
    """
    with transaction.atomic():
        known, is_new = PlacedOnce.objects.get_or_create(
            owner=owner, key=key, defaults={"fingerprint": fingerprint(asked)}
        )
        if known.fingerprint != fingerprint(asked):
            raise KeyUsed
        if not is_new:
            return known.order, False
        known.order = place()
        known.save(update_fields=["order"])
    return known.order, True

"""People."""

import itertools
from typing import Any

from django.contrib.auth import get_user_model

PASSWORD = "a-long-word-for-tests"

_numbers = itertools.count(1)


def make_user(email: str = "", *, is_staff: bool = False, **kwargs: Any) -> Any:
    """Somebody with an account and PASSWORD."""
    user = get_user_model().objects.create_user(
        email=email or f"shopper-{next(_numbers)}@example.com", password=PASSWORD, **kwargs
    )
    if is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    return user

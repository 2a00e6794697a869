"""Baskets: Oscar's, with one open basket an owner."""

from django.db import models
from oscar.apps.basket.abstract_models import AbstractBasket


class Basket(AbstractBasket):
    """A basket; the database keeps a second open one of the same owner out."""

    class Meta(AbstractBasket.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(status="Open", owner__isnull=False),
                name="basket_one_open_per_owner",
            ),
        ]


from oscar.apps.basket.models import *  # noqa: E402, F403

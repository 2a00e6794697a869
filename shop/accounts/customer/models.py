"""Oscar's customer models; of an alert the database keeps a second one of the same out."""

from django.db import models
from oscar.apps.customer.abstract_models import AbstractProductAlert


class ProductAlert(AbstractProductAlert):
    """Somebody wants to know when a product is back."""

    class Meta(AbstractProductAlert.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["product", "user"],
                condition=models.Q(status="Active", user__isnull=False),
                name="alert_one_waiting_per_account",
            ),
            models.UniqueConstraint(
                fields=["product", "email"],
                condition=models.Q(status__in=["Active", "Unconfirmed"], user__isnull=True),
                name="alert_one_waiting_per_address",
            ),
        ]


from oscar.apps.customer.models import *  # noqa: E402, F403

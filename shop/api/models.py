"""What was answered to a request that may arrive again."""

from django.db import models


class PlacedOnce(models.Model):
    """That a checkout with this key was placed, and as which order.

    `owner` is the account or the guest's basket that the key was sent with; `fingerprint` a hash of
    what was asked for, so that the key cannot be used for anything else.
    """

    owner = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    order = models.ForeignKey("order.Order", null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="placed_once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"

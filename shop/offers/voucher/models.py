"""Oscar's vouchers, each use of which the database itself keeps to its kind."""

from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F
from oscar.apps.voucher.abstract_models import AbstractVoucher, AbstractVoucherApplication

from shop.offers.exceptions import UsedUp

# Written by what counts uses and additions, and by nothing else.
COUNTERS = frozenset({"num_basket_additions", "num_orders", "total_discount"})


class Voucher(AbstractVoucher):
    """A voucher whose counters only grow and shrink; nothing writes them from what it once read."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save without the counters: a form that was open meanwhile must not set them back."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in COUNTERS
            ]
        super().save(*args, **kwargs)

    def record_usage(self, order: Any, user: Any) -> None:
        """Note that an order used it; UsedUp when its kind allows no further use.

        The voucher's row lock (shop.offers.services.hold_vouchers) decides; the unique
        constraints of the applications stand behind it.
        """
        try:
            with transaction.atomic():
                self.applications.create(
                    order=order, user=user if user.is_authenticated else None, usage=self.usage
                )
        except IntegrityError:
            raise UsedUp(self.code) from None
        self._count(num_orders=F("num_orders") + 1)

    record_usage.alters_data = True  # type: ignore[attr-defined]

    def record_discount(self, discount: dict[str, Any]) -> None:
        """Add to what it has given, in the shop's currency."""
        self._count(total_discount=F("total_discount") + discount["discount"])

    record_discount.alters_data = True  # type: ignore[attr-defined]

    def _count(self, **changes: Any) -> None:
        type(self)._default_manager.filter(pk=self.pk).update(**changes)


class VoucherApplication(AbstractVoucherApplication):
    """One order's use of a voucher; gone again when the order is given up.

    `usage` is the voucher's kind when it was used: what the constraints below stand on.
    """

    usage = models.CharField(max_length=128, default=AbstractVoucher.MULTI_USE, editable=False)

    class Meta(AbstractVoucherApplication.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["voucher", "order"], name="voucher_used_once_in_an_order"
            ),
            models.UniqueConstraint(
                fields=["voucher"],
                condition=models.Q(usage=AbstractVoucher.SINGLE_USE),
                name="voucher_single_use",
            ),
            models.UniqueConstraint(
                fields=["voucher", "user"],
                condition=models.Q(usage=AbstractVoucher.ONCE_PER_CUSTOMER),
                name="voucher_once_per_customer",
            ),
        ]


from oscar.apps.voucher.models import *  # noqa: E402, F403

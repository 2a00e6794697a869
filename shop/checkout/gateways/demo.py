"""A provider without a provider: takes the demo card, keeps its own ledger, moves no money."""

import secrets

from django.db import transaction

from shop.checkout.gateways.base import PaymentSnapshot
from shop.checkout.models import DemoCharge, Payment

PAYS = "4242424242424242"
DECLINES = "4000000000000002"


class DemoGateway:
    """The seam's behaviour on a table of our own, which stands for the provider's books.

    Idempotent by key as a real provider is. Its transitions are conditional updates, so a
    payment and a cancellation at the same moment have one winner.
    """

    code = "demo"

    def create(self, *, amount: int, currency: str, idempotency_key: str) -> PaymentSnapshot:
        charge, _created = DemoCharge.objects.get_or_create(
            idempotency_key=idempotency_key,
            defaults={
                "reference": f"demo_{secrets.token_hex(12)}",
                "amount": amount,
                "currency": currency,
                "state": Payment.State.REQUIRES_ACTION,
            },
        )
        return _snapshot(charge)

    def retrieve(self, *, reference: str) -> PaymentSnapshot:
        return _snapshot(DemoCharge.objects.get(reference=reference))

    def cancel(self, *, reference: str) -> PaymentSnapshot:
        DemoCharge.objects.filter(reference=reference).exclude(
            state=Payment.State.SUCCEEDED
        ).update(state=Payment.State.CANCELLED)
        return self.retrieve(reference=reference)

    def pay(self, *, reference: str, card_number: str) -> PaymentSnapshot:
        """What the card's bank says: one demo card pays, every other is declined."""
        succeeds = card_number == PAYS
        open_charges = DemoCharge.objects.filter(reference=reference).exclude(
            state__in=[Payment.State.SUCCEEDED, Payment.State.CANCELLED]
        )
        with transaction.atomic():
            if succeeds:
                open_charges.update(state=Payment.State.SUCCEEDED, error="")
            else:
                open_charges.update(
                    state=Payment.State.DECLINED, error="The bank declined this card."
                )
        return self.retrieve(reference=reference)


def _snapshot(charge: DemoCharge) -> PaymentSnapshot:
    return PaymentSnapshot(
        reference=charge.reference,
        state=charge.state,
        amount=charge.amount,
        currency=charge.currency,
        error=charge.error,
    )

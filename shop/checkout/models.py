"""Payments: one row an attempt, stored before the provider hears of it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.core.currency import from_minor_units


class Payment(models.Model):
    """A payment of an order at a gateway.

    `amount` is in minor units of `currency` (pence for GBP). At most one live payment an
    order: the partial unique constraint says so, not a convention. `apply_snapshot` in
    `shop.checkout.payments` is the only writer of `state`.
    """

    class State(models.TextChoices):
        CREATED = "created", _("Started")
        REQUIRES_ACTION = "requires_action", _("Waiting for the shopper")
        PROCESSING = "processing", _("Being processed")
        DECLINED = "declined", _("Declined")
        SUCCEEDED = "succeeded", _("Paid")
        CANCELLED = "cancelled", _("Cancelled")
        REVIEW = "review", _("In review")

    LIVE_STATES = (
        State.CREATED,
        State.REQUIRES_ACTION,
        State.PROCESSING,
        State.DECLINED,
    )

    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="payments")
    gateway = models.CharField(_("Gateway"), max_length=20)
    reference = models.CharField(
        _("Reference"), max_length=128, blank=True, help_text=_("The provider's id of the payment.")
    )
    idempotency_key = models.CharField(_("Idempotency key"), max_length=128, unique=True)
    amount = models.PositiveBigIntegerField(_("Amount in minor units"))
    currency = models.CharField(_("Currency"), max_length=3)
    state = models.CharField(
        _("State"), max_length=20, choices=State.choices, default=State.CREATED
    )
    last_error = models.CharField(_("Last error"), max_length=255, blank=True)
    disputed_at = models.DateTimeField(
        _("Disputed at"), null=True, blank=True, help_text=_("When the card's holder objected.")
    )
    seen_at = models.DateTimeField(
        _("Seen at"), null=True, blank=True, help_text=_("When staff had dealt with it.")
    )
    created_at = models.DateTimeField(_("Created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("Updated at"), auto_now=True)

    class Meta:
        app_label = "checkout"
        ordering = ["-created_at"]
        verbose_name = _("Payment")
        verbose_name_plural = _("Payments")
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(
                    state__in=["created", "requires_action", "processing", "declined"]
                ),
                name="payment_one_live_per_order",
            ),
            models.UniqueConstraint(
                fields=["gateway", "reference"],
                condition=~models.Q(reference=""),
                name="payment_reference_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.reference or self.idempotency_key}"


class Refund(models.Model):
    """Money that goes back; the row stands before the provider hears of it.

    `amount` is in minor units of the payment's currency. Whatever is not `failed` counts against
    what may still be refunded: it is reserved under the order's lock when the row is made.
    One that was made at the provider, past us, gets its row once we hear of it.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Asked for")
        PENDING = "pending", _("On its way")
        SUCCEEDED = "succeeded", _("Refunded")
        FAILED = "failed", _("Failed")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount = models.PositiveBigIntegerField(_("Amount in minor units"))
    state = models.CharField(
        _("State"), max_length=10, choices=State.choices, default=State.REQUESTED
    )
    key = models.CharField(
        _("Key"), max_length=64, unique=True, help_text=_("Of the request that asked for it.")
    )
    reference = models.CharField(_("Reference"), max_length=128, blank=True)
    made_at_provider = models.BooleanField(_("Made at the provider"), default=False)
    asked_at = models.DateTimeField(
        _("Asked at"),
        null=True,
        blank=True,
        help_text=_("When the provider was first asked for it; the answer may have been lost."),
    )
    reason = models.CharField(_("Reason"), max_length=255, blank=True)
    restock = models.BooleanField(_("Put the units back into stock"), default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Requested by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    last_error = models.CharField(_("Last error"), max_length=255, blank=True)
    seen_at = models.DateTimeField(
        _("Seen at"), null=True, blank=True, help_text=_("When staff had dealt with it.")
    )
    created_at = models.DateTimeField(_("Created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("Updated at"), auto_now=True)

    class Meta:
        app_label = "checkout"
        ordering = ["-created_at"]
        verbose_name = _("Refund")
        verbose_name_plural = _("Refunds")
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "reference"],
                condition=~models.Q(reference=""),
                name="refund_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.payment.currency} of {self.payment}"

    @property
    def provider_key(self) -> str:
        """Our name for it at the provider: idempotency key, and kept there with the refund."""
        return f"re:{self.pk}"

    @property
    def money(self) -> Decimal:
        """The amount in major units of the payment's currency. May query for the payment."""
        return from_minor_units(self.amount, self.payment.currency)


class RefundLine(models.Model):
    """How many units of an order's line a refund is for."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("order.Line", on_delete=models.PROTECT, related_name="refunds")
    quantity = models.PositiveIntegerField(_("Quantity"))
    returned = models.PositiveIntegerField(
        _("Of them sent before"),
        default=0,
        help_text=_("Units that had left when the refund was asked for, and so come back."),
    )

    class Meta:
        app_label = "checkout"
        constraints = [
            models.UniqueConstraint(fields=["refund", "line"], name="refund_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line}"


class WebhookEvent(models.Model):
    """What a provider told us, stored before anything is done about it; each event once.

    It says that something happened to `reference`, not what is true now: for that the provider is
    asked again. `payment_key` is our idempotency key where the provider gave it back, for an event
    that overtook the answer to our own request.
    """

    gateway = models.CharField(_("Gateway"), max_length=20)
    event_id = models.CharField(_("Event"), max_length=128)
    kind = models.CharField(_("Kind"), max_length=64)
    reference = models.CharField(_("Reference"), max_length=128)
    payment_key = models.CharField(_("Payment key"), max_length=128, blank=True)
    received_at = models.DateTimeField(_("Received at"), auto_now_add=True)
    processed_at = models.DateTimeField(_("Processed at"), null=True, blank=True)

    class Meta:
        app_label = "checkout"
        ordering = ["-received_at"]
        verbose_name = _("Webhook event")
        verbose_name_plural = _("Webhook events")
        constraints = [
            models.UniqueConstraint(fields=["gateway", "event_id"], name="webhook_event_once"),
        ]
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=models.Q(processed_at__isnull=True),
                name="webhook_event_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class DemoCharge(models.Model):
    """A row in the demo provider's own books; `amount` in minor units. Its gateway's alone."""

    reference = models.CharField(max_length=64, unique=True)
    idempotency_key = models.CharField(max_length=128, unique=True)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=20, choices=Payment.State.choices)
    refunded = models.PositiveBigIntegerField(default=0)
    waits_for_bank = models.BooleanField(default=False)
    error = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "checkout"

    def __str__(self) -> str:
        return self.reference


class DemoRefund(models.Model):
    """A refund in the demo provider's own books; `amount` in minor units."""

    charge = models.ForeignKey(DemoCharge, on_delete=models.CASCADE, related_name="refunds")
    reference = models.CharField(max_length=64, unique=True)
    idempotency_key = models.CharField(max_length=128, unique=True)
    amount = models.PositiveBigIntegerField()
    failed = models.BooleanField(default=False)

    class Meta:
        app_label = "checkout"

    def __str__(self) -> str:
        return self.reference

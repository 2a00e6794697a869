"""Refunding an order, and the list of what needs somebody's attention."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from shop.checkout.models import Payment, Refund
from shop.checkout.refunds import Refundable, RefundRefused, refundable, request_refund
from shop.communication.models import OutboundMessage
from shop.core.currency import smallest_amount
from shop.dashboard.orders.access import require_change
from shop.orders.models import Order
from shop.orders.statuses import PAID

ALL, LINES, AMOUNT = "all", "lines", "amount"


class RefundForm(forms.Form):
    """What goes back: everything that is left, some units, or an amount."""

    what = forms.ChoiceField(
        label=gettext_lazy("What goes back"),
        choices=[
            (ALL, gettext_lazy("Everything that is left")),
            (LINES, gettext_lazy("These units")),
            (AMOUNT, gettext_lazy("An amount")),
        ],
        widget=forms.RadioSelect,
        initial=ALL,
    )
    amount = forms.DecimalField(label=gettext_lazy("Amount"), required=False)
    restock = forms.BooleanField(
        label=gettext_lazy("Put the units back into stock (an amount alone moves none)"),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, for the customer to read"), required=False, max_length=255
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, order: Order, left: Refundable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = left
        self.units: list[tuple[Any, str]] = []
        self.fields["amount"] = forms.DecimalField(
            label=gettext_lazy("Amount"),
            required=False,
            min_value=smallest_amount(left.currency),
            max_value=left.amount,
            error_messages={"max_value": _("At most %(limit_value)s can go back.")},
            decimal_places=-int(smallest_amount(left.currency).as_tuple().exponent),
        )
        for line in order.lines.all():
            name = f"units_{line.pk}"
            self.fields[name] = forms.IntegerField(
                label=_("Units of %(title)s") % {"title": line.title},
                required=False,
                min_value=0,
                max_value=left.units.get(line.pk, 0),
                error_messages={"max_value": _("At most %(limit_value)s are left.")},
                initial=0,
            )
            self.units.append((line, name))

    @property
    def unit_fields(self) -> list[tuple[Any, forms.BoundField]]:
        """The order's lines with their number fields."""
        return [(line, self[name]) for line, name in self.units]

    def clean(self) -> dict[str, Any]:
        """An amount, or units, where that was chosen."""
        data = super().clean() or self.cleaned_data
        if data.get("what") == AMOUNT and not data.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("How much goes back?"))
        if data.get("what") == LINES and not self.errors and not self.quantities():
            self.add_error("what", _("Say how many units of which line."))
        return data

    def quantities(self) -> dict[int, int]:
        """Units by line id, for the lines that have some."""
        chosen = {line.pk: self.cleaned_data.get(name) or 0 for line, name in self.units}
        return {line: units for line, units in chosen.items() if units}

    def arguments(self) -> dict[str, Any]:
        """What `request_refund` wants to know."""
        what = self.cleaned_data["what"]
        return {
            "amount": self.cleaned_data["amount"] if what == AMOUNT else None,
            "quantities": self.quantities() if what == LINES else None,
            "restock": self.cleaned_data["restock"] and what != AMOUNT,
            "reason": self.cleaned_data["reason"],
            "key": self.cleaned_data["key"],
        }


class RefundView(FormView):
    """Asks what goes back and hands it to the refund service."""

    form_class = RefundForm
    template_name = "oscar/dashboard/orders/refund.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require_change(request)
        self.order = get_object_or_404(Order, number=kwargs["number"])
        self.left = refundable(self.order)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        # The page's own key: however often its form arrives, it is one refund.
        return {"key": uuid4().hex, "restock": not self.order.shipping_events.exists()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "order": self.order, "left": self.left}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            order=self.order,
            left=self.left,
            refunds=Refund.objects.filter(payment__order=self.order).select_related("payment"),
            **kwargs,
        )

    def form_valid(self, form: RefundForm) -> HttpResponse:
        try:
            request_refund(order=self.order, user=self.request.user, **form.arguments())
        except RefundRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request, _("The refund is on its way. The customer is written to when it is done.")
        )
        return redirect("dashboard:order-detail", number=self.order.number)


class SeenForm(forms.Form):
    """What somebody has dealt with: a refund or a dispute, one of the two."""

    refund = forms.ModelChoiceField(Refund.objects.select_related("payment__order"), required=False)
    dispute = forms.ModelChoiceField(
        Payment.objects.filter(disputed_at__isnull=False).select_related("order"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one."""
        data = super().clean() or self.cleaned_data
        if bool(data.get("refund")) == bool(data.get("dispute")):
            raise forms.ValidationError("one of the two")
        return data

    def what(self) -> str:
        """What it was, for the order's note."""
        refund = self.cleaned_data["refund"]
        if refund is None:
            return _("the dispute.")
        return _("a refund of %(amount)s %(currency)s, %(state)s.") % {
            "amount": refund.money,
            "currency": refund.payment.currency,
            "state": refund.get_state_display().lower(),
        }


class AttentionView(TemplateView):
    """What a person has to look at; empty on a healthy day."""

    template_name = "oscar/dashboard/orders/attention.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = Payment.objects.filter(state=Payment.State.REVIEW)
        unseen = Refund.objects.filter(seen_at=None).select_related("payment__order")
        unsent = OutboundMessage.objects.filter(state=OutboundMessage.State.FAILED)
        return super().get_context_data(
            reviews=review.select_related("order"),
            disputes=Payment.objects.filter(disputed_at__isnull=False, seen_at=None).select_related(
                "order"
            ),
            short=Order.objects.filter(
                status=PAID, lines__stockrecord__num_in_stock__lt=F("lines__num_allocated")
            ).distinct(),
            failed_refunds=unseen.filter(state=Refund.State.FAILED),
            refunds_elsewhere=unseen.filter(made_at_provider=True).exclude(
                state=Refund.State.FAILED
            ),
            unsent=unsent,
            may_change=self.request.user.has_perm("order.change_order"),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Somebody has dealt with a refund or a dispute: it leaves the list, noted on its order."""
        require_change(request)
        form = SeenForm(request.POST)
        if not form.is_valid():
            return HttpResponse(status=400)
        seen = form.cleaned_data["refund"] or form.cleaned_data["dispute"]
        changed = type(seen).objects.filter(pk=seen.pk, seen_at=None).update(seen_at=timezone.now())
        if changed:
            order = seen.payment.order if isinstance(seen, Refund) else seen.order
            order.notes.create(
                user=request.user,
                message=_("Dealt with: %s") % form.what(),
                note_type="System",
            )
        return redirect("dashboard:attention")

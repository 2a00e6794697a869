"""Refunds that were made at the provider, past us, and those whose answer was lost on the way."""

import secrets
from decimal import Decimal

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from shop.checkout.events import process_event
from shop.checkout.gateways import GatewayUnavailable
from shop.checkout.gateways.demo import PAYS, DemoGateway, demo_event
from shop.checkout.models import DemoCharge, DemoRefund, Payment, Refund, WebhookEvent
from shop.checkout.payments import cancel_expired_orders
from shop.checkout.refunds import reconcile_refunds, refundable, request_refund, send_refund
from shop.communication.models import OutboundMessage
from shop.orders.services import ship_lines, ship_order
from tests.factories import add_to_basket, countries, make_product, pay, place_order

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


@pytest.fixture
def order(client):
    """Three mugs at £10.00 and a vase at £25.00, delivery £3.95: £58.95, paid."""
    countries()
    add_to_basket(client, make_product("Mug", price="10.00", stock=10), 3)
    add_to_basket(client, make_product("Vase", price="25.00", stock=10), 1)
    pay(client, place_order(client).url)
    return Order.objects.get()


def refund_elsewhere(amount):
    """What staff do in the provider's own dashboard (minor units); tells the shop nothing."""
    charge = DemoCharge.objects.get()
    DemoCharge.objects.update(refunded=F("refunded") + amount)
    return DemoRefund.objects.create(
        charge=charge,
        reference=f"demo_re_{secrets.token_hex(12)}",
        idempotency_key=f"dashboard:{secrets.token_hex(12)}",
        amount=amount,
    )


def tell(kind="refund.created"):
    """The provider's event arrives and a worker processes it."""
    body, signature = demo_event(reference=DemoCharge.objects.get().reference, kind=kind)
    answer = Client().post(
        "/stripe/webhook/",
        body,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )
    assert answer.status_code == 200
    process_event(event_id=WebhookEvent.objects.latest("pk").pk)


def stock(order):
    lines = order.lines.select_related("stockrecord").order_by("pk")
    return [(line.stockrecord.num_in_stock, line.stockrecord.num_allocated) for line in lines]


def reserved():
    """What counts against the payment, in minor units."""
    return sum(refund.amount for refund in Refund.objects.exclude(state="failed"))


@pytest.mark.parametrize("kind", ["refund.created", "charge.refunded", "refund.updated"])
def test_a_part_that_went_back_elsewhere_stands_in_all_books(client, order, kind):
    made = refund_elsewhere(2000)
    tell(kind)
    refund = Refund.objects.get()
    assert (refund.amount, refund.reference, refund.state) == (2000, made.reference, "succeeded")
    assert refund.made_at_provider
    assert refundable(order).amount == Decimal("38.95")
    assert order.sources.get().amount_refunded == Decimal("20.00")
    assert "20.00" in order.notes.get(message__contains=made.reference).message
    message = OutboundMessage.objects.get(kind="order_refunded")
    assert message.context["amount"] == "20.00"
    assert "£20.00 refunded" in client.get(order.get_absolute_url()).content.decode()
    order.refresh_from_db()
    assert (order.status, stock(order)) == ("Paid", [(10, 3), (10, 1)])


def test_however_often_it_is_told_it_is_one_refund(order):
    refund_elsewhere(2000)
    for kind in ("refund.created", "charge.refunded", "refund.created", "refund.updated"):
        tell(kind)
    assert Refund.objects.count() == 1
    assert order.notes.filter(message__contains="at the provider").count() == 1
    assert OutboundMessage.objects.filter(kind="order_refunded").count() == 1
    assert order.sources.get().amount_refunded == Decimal("20.00")


def test_all_of_it_cancels_what_was_not_sent_and_frees_the_stock(order):
    refund_elsewhere(5895)
    tell()
    order.refresh_from_db()
    assert (order.status, stock(order)) == ("Cancelled", [(10, 0), (10, 0)])
    assert refundable(order).amount == Decimal("0.00")


def test_all_of_it_of_a_sent_order_says_refunded_and_takes_nothing_back_into_stock(order):
    ship_order(order=order)
    refund_elsewhere(5895)
    tell()
    order.refresh_from_db()
    assert (order.status, stock(order)) == ("Refunded", [(7, 0), (9, 0)])


def test_all_of_it_of_a_half_sent_order_frees_the_other_half(order):
    mugs, _vase = order.lines.order_by("pk")
    ship_lines(order=order, quantities={mugs.pk: 3})
    refund_elsewhere(5895)
    tell()
    order.refresh_from_db()
    assert (order.status, stock(order)) == ("Refunded", [(7, 0), (10, 0)])


def test_the_rest_that_went_back_elsewhere_ends_the_order_too(order):
    send_refund(refund_id=request_refund(order=order, amount=Decimal("38.95")).pk)
    refund_elsewhere(2000)
    tell()
    order.refresh_from_db()
    assert (order.status, stock(order)) == ("Cancelled", [(10, 0), (10, 0)])
    assert reserved() == 5895


def test_our_own_refund_is_not_taken_for_one_from_elsewhere(order):
    own = send_refund(refund_id=request_refund(order=order, amount=Decimal("20.00")).pk)
    tell()
    assert list(Refund.objects.all()) == [own]
    assert not own.made_at_provider


def test_our_own_refund_whose_answer_was_lost_is_known_by_our_key(order):
    own = request_refund(order=order, amount=Decimal("20.00"))
    DemoGateway().refund(
        reference=own.payment.reference, amount=2000, idempotency_key=own.provider_key
    )
    other = refund_elsewhere(2000)  # the same amount: amounts tell nothing
    tell()
    tell()
    own.refresh_from_db()
    assert (own.state, own.made_at_provider) == ("succeeded", False)
    assert Refund.objects.exclude(pk=own.pk).get().reference == other.reference
    assert order.sources.get().amount_refunded == Decimal("40.00")


class Deaf(DemoGateway):
    """A provider whose answers are lost; it has forgotten our key when it is asked again."""

    asked = 0

    def refund(self, **request):
        Deaf.asked += 1
        super().refund(**request)
        raise GatewayUnavailable("the answer was lost")


def test_a_refund_whose_answer_was_lost_is_looked_for_before_it_is_asked_for_again(
    order, monkeypatch
):
    monkeypatch.setattr(Deaf, "asked", 0)
    monkeypatch.setattr("shop.checkout.refunds.gateway", lambda code: Deaf())
    refund = request_refund(order=order, amount=Decimal("20.00"))
    with pytest.raises(GatewayUnavailable):
        send_refund(refund_id=refund.pk)
    assert send_refund(refund_id=refund.pk).state == "succeeded"
    assert Deaf.asked == 1
    assert OutboundMessage.objects.filter(kind="order_refunded").count() == 1


def test_a_refund_that_never_arrived_is_asked_for_again(order, settings):
    refund = request_refund(order=order, amount=Decimal("20.00"))
    settings.PAYMENTS_ALLOW_DEMO = False
    with pytest.raises(GatewayUnavailable):
        send_refund(refund_id=refund.pk)
    settings.PAYMENTS_ALLOW_DEMO = True
    assert send_refund(refund_id=refund.pk).state == "succeeded"
    assert DemoCharge.objects.get().refunded == 2000


def test_what_we_only_asked_for_gives_way_to_what_went_back_elsewhere(order):
    """Together they are more than was paid; the provider would refuse ours, the newest first."""
    older = request_refund(order=order, amount=Decimal("10.00"))
    newer = request_refund(order=order, amount=Decimal("40.00"))
    refund_elsewhere(4000)
    tell()
    for refund in (older, newer):
        refund.refresh_from_db()
    assert (older.state, newer.state) == ("requested", "failed")
    assert "at the provider" in newer.last_error
    assert reserved() == 5000
    assert send_refund(refund_id=older.pk).state == "succeeded"
    assert send_refund(refund_id=newer.pk).state == "failed"
    assert DemoCharge.objects.get().refunded == 5000


def test_a_refund_given_up_too_early_counts_once_the_provider_has_it(order):
    """It was on its way while we wrote down the other one; what still waits gives way instead."""
    waiting = request_refund(order=order, amount=Decimal("30.00"))
    on_its_way = request_refund(order=order, amount=Decimal("28.00"))
    refund_elsewhere(1000)
    listed = DemoGateway().refunds(reference=on_its_way.payment.reference)
    snapshot = DemoGateway().refund(
        reference=on_its_way.payment.reference,
        amount=2800,
        idempotency_key=on_its_way.provider_key,
    )

    class Late(DemoGateway):
        def refunds(self, *, reference):
            return listed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shop.checkout.refunds.gateway", lambda code: Late())
        reconcile_refunds(payment=on_its_way.payment)
    on_its_way.refresh_from_db()
    assert (on_its_way.state, snapshot.state) == ("failed", "succeeded")
    tell()
    for refund in (waiting, on_its_way):
        refund.refresh_from_db()
    assert (on_its_way.state, waiting.state) == ("succeeded", "failed")
    assert reserved() == 3800 == DemoCharge.objects.get().refunded


def test_a_refusal_makes_us_look_who_was_faster(order):
    """The event was lost, so the refusal of our own refund is the first that we hear."""
    refund_elsewhere(4000)
    own = send_refund(refund_id=request_refund(order=order, amount=Decimal("30.00")).pk)
    assert own.state == "failed"
    assert Refund.objects.get(made_at_provider=True).amount == 4000
    assert refundable(order).amount == Decimal("18.95")


def test_a_failure_makes_room_before_what_was_refunded_instead(order):
    """The bank sent the first one back, staff paid it out again at the provider: one event."""
    own = send_refund(refund_id=request_refund(order=order, amount=Decimal("40.00")).pk)
    DemoRefund.objects.update(failed=True)
    refund_elsewhere(4000)
    tell()
    own.refresh_from_db()
    assert own.state == "failed"
    assert order.sources.get().amount_refunded == Decimal("40.00")
    assert reserved() == 4000


def test_one_from_elsewhere_that_the_bank_sends_back_is_taken_out_of_the_books(order):
    made = refund_elsewhere(4000)
    tell()
    DemoRefund.objects.filter(pk=made.pk).update(failed=True)
    tell("refund.failed")
    assert Refund.objects.get().state == "failed"
    assert order.sources.get().amount_refunded == Decimal("0.00")
    assert refundable(order).amount == Decimal("58.95")


def test_one_from_elsewhere_that_had_failed_before_we_heard_is_nothing(order):
    DemoRefund.objects.filter(pk=refund_elsewhere(4000).pk).update(failed=True)
    tell("refund.failed")
    assert not Refund.objects.exists()


def test_more_than_was_paid_is_never_reserved_and_people_look(order):
    send_refund(refund_id=request_refund(order=order, amount=Decimal("30.00")).pk)
    refund_elsewhere(4000)  # no provider that can count does this
    tell()
    tell()
    odd = Refund.objects.get(made_at_provider=True)
    assert (odd.state, odd.last_error) == ("failed", "More went back than was paid.")
    assert reserved() == 3000


def test_a_refund_told_before_its_payment_was_settled_counts_after_it(client):
    countries()
    add_to_basket(client, make_product())
    client.get(place_order(client).url)
    DemoGateway().pay(reference=Payment.objects.get().reference, card_number=PAYS)
    refund_elsewhere(Payment.objects.get().amount)
    tell()
    assert (Order.objects.get().status, Refund.objects.get().state) == ("Cancelled", "succeeded")


def test_an_unpaid_orders_refund_event_changes_nothing(client):
    countries()
    add_to_basket(client, make_product())
    client.get(place_order(client).url)
    tell()
    assert not Refund.objects.exists()
    assert Order.objects.get().status == "Awaiting payment"


def test_money_in_review_that_went_back_whole_frees_its_order(client):
    countries()
    add_to_basket(client, make_product())
    client.get(place_order(client).url)
    payment = Payment.objects.get()
    DemoCharge.objects.update(amount=payment.amount + 100)
    DemoGateway().pay(reference=payment.reference, card_number=PAYS)
    tell("payment.succeeded")
    Order.objects.update(expires_at=timezone.now())
    refund_elsewhere(payment.amount)
    tell()
    payment.refresh_from_db()
    assert payment.state == "review"  # a pound is still here
    assert cancel_expired_orders() == 0
    refund_elsewhere(100)
    tell()
    tell()
    payment.refresh_from_db()
    assert payment.state == "cancelled"
    assert Order.objects.get().notes.filter(message__contains="in review").count() == 1
    assert cancel_expired_orders() == 1

"""The locks and guards that must not be missed, each with the test that notices.

`scripts/mutants.py` takes them away one at a time; `tests/scripts/test_mutants.py` sees that every
text and every test is still there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

BASKET = "shop/basket/models.py"
PLACING = "shop/checkout/services.py"
PAYMENTS = "shop/checkout/payments.py"
REFUNDS = "shop/checkout/refunds.py"
USES = "shop/offers/services.py"
ORDERS = "shop/orders/services.py"

RACES = "tests/concurrency/test_races.py::"
REFUND_RACES = "tests/concurrency/test_refund_races.py::"
OFFERS = "tests/concurrency/test_offers.py::"
OPINIONS = "tests/concurrency/test_opinions_and_alerts.py::"
MESSAGES = "tests/concurrency/test_messages.py::"
CONSTRAINTS = "tests/checkout/test_constraints.py::"
ELSEWHERE = "tests/checkout/test_refunds_elsewhere.py::"


@dataclass(frozen=True)
class Edit:
    """A text that stands in a file exactly once, and what is put in its place."""

    path: str
    text: str
    instead: str


@dataclass(frozen=True)
class Mutant:
    """A guard, the edits that take it away, and the test that has to notice."""

    guard: str
    test: str
    edits: Sequence[Edit]


def without(table: str, definition: str) -> Edit:
    """Drop a constraint, or a unique index, from every copy of the tests' database.

    `definition` is a part of what PostgreSQL says of it; it has to be said of one alone.
    """
    statement = f"""
        DO $$ DECLARE found record; BEGIN
            SELECT oid, conname AS name INTO STRICT found FROM pg_constraint
                WHERE conrelid = '{table}'::regclass
                AND conname || pg_get_constraintdef(oid) LIKE '%{definition}%';
            EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', found.name);
        EXCEPTION WHEN no_data_found THEN
            SELECT indexname AS name INTO STRICT found FROM pg_indexes
                WHERE tablename = '{table}' AND indexdef LIKE '%{definition}%';
            EXECUTE format('DROP INDEX %I', found.name);
        END $$"""
    copied = """TEMPLATE "{self.template}"',\n        )\n        self.connect(self.name)\n"""
    dropped = (
        f"        with connection.cursor() as cursor:\n            cursor.execute({statement!r})\n"
    )
    return Edit("tests/database.py", copied, copied + dropped)


ORDER_LOCK = Edit(
    ORDERS,
    '"Order").objects.select_for_update().get(pk=order_id)',
    '"Order").objects.get(pk=order_id)',
)
# A second lock, on what belongs to the order, stands behind the order's; both have to go.
PAYMENT_LOCK = Edit(
    PAYMENTS,
    "payment = Payment.objects.select_for_update().get(pk=payment_id)\n        payment.reference",
    "payment = Payment.objects.get(pk=payment_id)\n        payment.reference",
)
REFUND_LOCK = Edit(REFUNDS, 'Refund.objects.select_for_update(of=("self",))', "Refund.objects")
ONE_ORDER_A_BASKET = without("order_order", "order_one_per_basket")

MUTANTS = (
    # The basket
    Mutant(
        "the basket's row lock when adding",
        f"{RACES}test_twenty_simultaneous_adds_to_one_are_twenty_one",
        [Edit(BASKET, "if not self.lock().can_be_edited:", "if not self.can_be_edited:")],
    ),
    Mutant(
        "the baskets' row locks when a guest's joins the account's",
        f"{RACES}test_what_a_guest_chose_joins_the_account_once",
        [Edit(BASKET, "if basket.lock(self).can_be_edited:", "if basket.can_be_edited:")],
    ),
    Mutant(
        "the unique open basket of an owner",
        f"{RACES}test_an_account_that_fills_its_first_basket_in_eight_tabs_has_one",
        [without("basket_basket", "basket_one_open_per_owner")],
    ),
    # Placing
    Mutant(
        "the basket's row lock when placing, and the unique basket of an order behind it",
        f"{RACES}test_five_clicks_on_one_basket_are_one_order",
        [Edit(PLACING, "locked = basket.lock()", "locked = basket"), ONE_ORDER_A_BASKET],
    ),
    Mutant(
        "the unique basket of an order alone",
        f"{CONSTRAINTS}test_a_basket_becomes_one_order",
        [ONE_ORDER_A_BASKET],
    ),
    Mutant(
        "the total that the shopper saw, compared under the basket's lock",
        "tests/checkout/test_purchase.py::test_the_total_is_compared_once_more_under_the_baskets_lock",
        [Edit(PLACING, "if total.incl_tax != expected_total:", "if False:")],
    ),
    Mutant(
        "the unique key of an order that a program sends again",
        "tests/concurrency/test_api.py::test_eight_requests_with_one_key_are_one_order_and_one_answer",
        [without("api_placedonce", "placed_once_per_key")],
    ),
    # Stock
    Mutant(
        "the stock's comparison in its UPDATE",
        f"{RACES}test_fifty_shoppers_and_one_unit_are_one_order_and_forty_nine_uncharged",
        [
            Edit(
                "shop/partner/models.py",
                'num_in_stock__gte=Coalesce(F("num_allocated"), 0) + quantity,',
                "",
            )
        ],
    ),
    Mutant(
        "the order of the stock's locks when cancelling",
        f"{RACES}test_baskets_in_either_order_lock_nobody_out",
        [
            Edit(
                ORDERS,
                'lines = locked.lines.select_related("stockrecord", "product").order_by(\n'
                '            "stockrecord_id", "pk"\n',
                'lines = locked.lines.select_related("stockrecord", "product").order_by(\n'
                '            "-stockrecord_id", "pk"\n',
            )
        ],
    ),
    Mutant(
        "the check that no unit is held less than not at all",
        f"{CONSTRAINTS}test_no_unit_is_held_less_than_not_at_all",
        [without("partner_stockrecord", "stock_allocated_not_negative")],
    ),
    Mutant(
        "the order's lock when it is sent",
        f"{REFUND_RACES}test_five_presses_on_ship_are_one_parcel",
        [ORDER_LOCK],
    ),
    # Offers and vouchers
    Mutant(
        "the offers' row locks when an order counts its use",
        f"{OFFERS}test_the_last_use_of_an_offer_is_given_once",
        [Edit(USES, "ConditionalOffer.objects.select_for_update()", "ConditionalOffer.objects")],
    ),
    Mutant(
        "the customer's limit, counted again under the offer's lock",
        f"{OFFERS}test_a_customer_gets_an_offer_as_often_as_a_customer_may",
        [
            Edit(
                USES,
                "if limit and offer.get_num_user_applications(order.user) > limit:",
                "if False:",
            )
        ],
    ),
    Mutant(
        "the offers' locks after the stock's, also when their use is given back",
        f"{OFFERS}test_an_offers_use_given_back_against_ordering_deadlocks_nowhere",
        [
            Edit(
                USES,
                "    yield\n    _release_offers(order)\n",
                "    _release_offers(order)\n    yield\n",
            )
        ],
    ),
    Mutant(
        "the vouchers' row locks before an order is priced",
        f"{OFFERS}test_a_single_use_voucher_is_used_once",
        [Edit(USES, 'Voucher.objects.select_for_update(of=("self",))', "Voucher.objects")],
    ),
    Mutant(
        "the unique use of a single-use voucher",
        "tests/offers/test_usage.py::"
        "test_the_database_refuses_a_second_use_of_a_single_use_voucher",
        [without("voucher_voucherapplication", "voucher_single_use")],
    ),
    # Payments
    Mutant(
        "the order's lock when a payment starts",
        f"{RACES}test_eight_starts_are_one_payment",
        [
            Edit(
                PAYMENTS,
                "        locked = lock_order(order.pk)\n"
                "        if locked.status != AWAITING_PAYMENT",
                "        locked = order\n        if locked.status != AWAITING_PAYMENT",
            )
        ],
    ),
    Mutant(
        "the one live payment of an order",
        f"{CONSTRAINTS}test_an_order_has_one_live_payment",
        [without("checkout_payment", "payment_one_live_per_order")],
    ),
    Mutant(
        "the unique reference of a payment",
        f"{CONSTRAINTS}test_a_payment_of_the_provider_is_one_payment_of_ours",
        [without("checkout_payment", "payment_reference_unique")],
    ),
    Mutant(
        "the unique idempotency key of a payment",
        f"{CONSTRAINTS}test_a_payment_key_is_used_once",
        [without("checkout_payment", "UNIQUE (idempotency_key)")],
    ),
    Mutant(
        "the locks of order and payment when a snapshot is applied",
        f"{RACES}test_ten_looks_at_a_success_pay_once",
        [ORDER_LOCK, PAYMENT_LOCK],
    ),
    Mutant(
        "those locks when a payment meets its order's expiry",
        f"{RACES}test_payment_against_expiry_has_one_winner_sixty_times",
        [ORDER_LOCK, PAYMENT_LOCK],
    ),
    Mutant(
        "the end of a payment that is settled: later words change nothing",
        "tests/checkout/test_refunds.py::"
        "test_a_snapshot_that_comes_late_changes_nothing_that_is_settled",
        [Edit(PAYMENTS, "if payment.state not in Payment.LIVE_STATES:", "if False:")],
    ),
    Mutant(
        "the comparison of what arrived with what was owed",
        "tests/checkout/test_purchase.py::"
        "test_an_amount_that_differs_goes_to_review_and_confirms_nothing",
        [
            Edit(
                PAYMENTS,
                "if (snapshot.amount, snapshot.currency) != (payment.amount, payment.currency):",
                "if False:",
            )
        ],
    ),
    Mutant(
        "the look at the order's status when money arrives",
        "tests/checkout/test_refunds.py::test_money_for_a_cancelled_order_goes_back_by_itself",
        [Edit(PAYMENTS, "    elif order.status != AWAITING_PAYMENT:\n", "    elif False:\n")],
    ),
    Mutant(
        "the provider's word before an order is given up",
        "tests/checkout/test_stripe.py::test_a_bank_at_work_keeps_the_order_from_being_given_up",
        [
            Edit(
                PAYMENTS,
                "if order.status != AWAITING_PAYMENT or held.exists():",
                "if order.status != AWAITING_PAYMENT:",
            )
        ],
    ),
    # Events
    Mutant(
        "the unique id of an event",
        f"{RACES}test_ten_webhooks_at_once_pay_once",
        [without("checkout_webhookevent", "webhook_event_once")],
    ),
    Mutant(
        "the signature of an event",
        "tests/checkout/test_webhooks.py::test_a_changed_body_and_an_old_signature_are_refused",
        [
            Edit(
                "shop/checkout/gateways/demo.py",
                "        verify(body, signature, secret=_secret())\n",
                "",
            )
        ],
    ),
    # Refunds
    Mutant(
        "the order's lock when a refund is reserved",
        f"{REFUND_RACES}test_five_refunds_of_sixty_percent_are_one",
        [ORDER_LOCK],
    ),
    Mutant(
        "the unique key of a refund",
        f"{CONSTRAINTS}test_a_refund_key_is_used_once",
        [without("checkout_refund", "UNIQUE (key)")],
    ),
    Mutant(
        "the locks of order and refund when the provider's answer is applied",
        f"{REFUND_RACES}test_one_refund_key_five_times_at_once_goes_back_once",
        [ORDER_LOCK, REFUND_LOCK],
    ),
    Mutant(
        "the order's lock when refunds from elsewhere are written down",
        f"{REFUND_RACES}"
        "test_a_refund_from_elsewhere_that_is_told_eight_times_at_once_is_written_once",
        [ORDER_LOCK, REFUND_LOCK],
    ),
    Mutant(
        "the unique reference of a refund",
        f"{CONSTRAINTS}test_a_refund_is_written_down_once",
        [without("checkout_refund", "refund_reference_once")],
    ),
    Mutant(
        "our key, by which the provider's list knows our refunds",
        f"{ELSEWHERE}test_our_own_refund_whose_answer_was_lost_is_known_by_our_key",
        [Edit(REFUNDS, "if row.provider_key == snapshot.key), None)", "if False), None)")],
    ),
    Mutant(
        "the look into the provider's list before a refund is asked for again",
        f"{ELSEWHERE}"
        "test_a_refund_whose_answer_was_lost_is_looked_for_before_it_is_asked_for_again",
        [
            Edit(
                REFUNDS,
                "if not Refund.objects.filter(pk=refund_id, asked_at=None)"
                ".update(asked_at=timezone.now()):",
                "if False:",
            )
        ],
    ),
    Mutant(
        "the room that what we only asked for makes for what has gone back",
        f"{ELSEWHERE}test_what_we_only_asked_for_gives_way_to_what_went_back_elsewhere",
        [
            Edit(
                REFUNDS,
                "        if left >= 0:\n            break\n",
                "        if left < 10**9:\n            break\n",
            )
        ],
    ),
    Mutant(
        "the order's lock when a parcel leaves while its refund arrives",
        f"{REFUND_RACES}test_a_parcel_that_leaves_while_its_refund_arrives_is_counted_once",
        [ORDER_LOCK, REFUND_LOCK],
    ),
    # E-mails
    Mutant(
        "the unique key of a message",
        f"{MESSAGES}test_one_cause_told_by_two_transactions_is_one_message",
        [without("communication_outboundmessage", "UNIQUE (key)")],
    ),
    Mutant(
        "the claim of a message in its UPDATE",
        f"{MESSAGES}test_eight_workers_send_a_message_once",
        [
            Edit(
                "shop/communication/services.py",
                "            _due()\n            .filter(pk=message_id)\n",
                "            OutboundMessage.objects.filter(pk=message_id)\n",
            )
        ],
    ),
    # Reviews, wishes, alerts
    Mutant(
        "the unique waiting alert of an address",
        f"{OPINIONS}test_one_guest_asking_many_times_at_once_waits_once",
        (without("customer_productalert", "alert_one_waiting_per_address"),),
    ),
    Mutant(
        "the condition of the UPDATE that closes a stock alert",
        f"{OPINIONS}test_many_workers_tell_each_once",
        (
            Edit(
                "shop/accounts/stock_alerts.py",
                "filter(pk=alert.pk, status=ProductAlert.ACTIVE).update(",
                "filter(pk=alert.pk).update(",
            ),
        ),
    ),
    Mutant(
        "the user's row lock when a wish is kept",
        f"{OPINIONS}test_a_wish_pressed_many_times_at_once_is_one_line_on_one_list",
        (
            Edit(
                "shop/accounts/wish_lists.py",
                'User.objects.select_for_update().only("pk").get(pk=user.pk)',
                "pass",
            ),
        ),
    ),
    Mutant(
        "the product's row lock before its rating is taken",
        f"{OPINIONS}test_reviews_published_at_once_all_count_in_the_rating",
        (
            Edit(
                "shop/catalogue/models.py",
                "type(self).objects.select_for_update().filter(pk=self.pk)",
                "type(self).objects.filter(pk=self.pk)",
            ),
        ),
    ),
    Mutant(
        "the review's row lock when it is published",
        f"{OPINIONS}test_a_review_published_by_two_at_once_is_written_about_once",
        (
            Edit(
                "shop/reviews/services.py",
                "review = ProductReview.objects.select_for_update().get(pk=review_id)",
                "review = ProductReview.objects.get(pk=review_id)",
            ),
        ),
    ),
)

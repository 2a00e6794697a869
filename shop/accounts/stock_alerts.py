"""Stock alerts: who wants to know when a product is back, and telling them once.

    request_stock_alert -> (a guest confirms by mail) -> send_stock_alerts, by the worker

The database keeps a second waiting alert of the same person and product out (see ProductAlert).
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from oscar.apps.customer.alerts.utils import AlertsDispatcher
from oscar.core.loading import get_class

from shop.accounts.models import User
from shop.accounts.services import confirmed_addresses
from shop.catalogue.models import Product
from shop.communication.services import queue_message
from shop.core import jobs
from shop.core.oscar import ProductAlert

TASK_SEND = "shop.tasks.stock.send_stock_alerts"


def request_stock_alert(*, product: Product, user: User | AnonymousUser, email: str = "") -> Any:
    """Remember who wants to know when `product` is back; asking again changes nothing.

    A guest's alert starts unconfirmed, and a message asks for the confirmation: nobody is
    written to who did not ask. Returns the alert. Asked twice at once, there is one.
    """
    if user.is_authenticated:
        waiting = ProductAlert.objects.filter(user=user, status=ProductAlert.ACTIVE)
        new = ProductAlert(product=product, user=user)
    else:
        waiting = _waiting_for(email)
        new = ProductAlert(product=product, email=email)
    there = waiting.filter(product=product)
    alert = there.first()
    if alert is not None:
        return alert
    try:
        with transaction.atomic():
            new.save()
            if new.user is None:
                _write(new, AlertsDispatcher.PRODUCT_ALERT_CONFIRMATION_EVENT_CODE)
    except IntegrityError:
        return there.get()  # the other one of two at once was faster
    return new


def claim_stock_alerts(*, user: User) -> int:
    """Give the account what was asked for as a guest under its confirmed addresses.

    What it waits for itself, or under two addresses, it waits for once. Returns how many were
    claimed. Queries grow with their number, which is small.
    """
    confirmed = confirmed_addresses(user)
    if not confirmed:
        return 0
    claimed = 0
    with transaction.atomic():
        mine = ProductAlert.objects.filter(user=user, status=ProductAlert.ACTIVE)
        waits_for = set(mine.values_list("product_id", flat=True))
        for alert in ProductAlert.objects.select_for_update().filter(
            email__in=confirmed, user=None, status=ProductAlert.ACTIVE
        ):
            if alert.product_id in waits_for:
                alert.cancel()
                continue
            waits_for.add(alert.product_id)
            alert.user, alert.key, alert.email = user, "", ""
            alert.save()
            claimed += 1
    return claimed


def other_alerts(*, alert: Any) -> int:
    """How much else a guest's address waits for; 0 for an account's alert. One query at most."""
    if alert.user_id:
        return 0
    return _waiting_for(alert.email).exclude(pk=alert.pk).count()


def cancel_stock_alerts(*, email: str) -> int:
    """Cancel all that a guest's address waits for; returns how many. One query."""
    return _waiting_for(email).update(status=ProductAlert.CANCELLED, date_cancelled=timezone.now())


def _waiting_for(email: str) -> QuerySet:
    waiting = [ProductAlert.ACTIVE, ProductAlert.UNCONFIRMED]
    return ProductAlert.objects.filter(user=None, email=email, status__in=waiting)


def stock_came_back(*, product_id: int) -> None:
    """Have the worker write now rather than at its next round, if anybody waits. One query."""
    waiting = ProductAlert.objects.filter(
        Q(product=product_id) | Q(product__children=product_id), status=ProductAlert.ACTIVE
    )
    if waiting.exists():
        jobs.enqueue(TASK_SEND)


def send_stock_alerts() -> int:
    """Write to everyone whose product is back, once, and close their alerts.

    Returns how many were written to. Queries grow with the number of waiting alerts whose
    product is sold; each is closed and its message queued in a transaction of its own.
    """
    strategy = get_class("partner.strategy", "Selector")().strategy()
    waiting = ProductAlert.objects.filter(
        status=ProductAlert.ACTIVE, product__is_public=True
    ).select_related("product__parent", "user")
    available: dict[int, bool] = {}
    sent = 0
    for alert in waiting.order_by("pk").iterator(chunk_size=500):
        product = alert.product
        if product.pk not in available:
            info = (
                strategy.fetch_for_parent(product)
                if product.is_parent
                else strategy.fetch_for_product(product)
            )
            available[product.pk] = info.availability.is_available_to_buy
        if available[product.pk] and _close_and_tell(alert):
            sent += 1
    return sent


def _close_and_tell(alert: Any) -> bool:
    with transaction.atomic():
        # The condition makes the change ours alone when two workers look at once.
        closed = ProductAlert.objects.filter(pk=alert.pk, status=ProductAlert.ACTIVE).update(
            status=ProductAlert.CLOSED, date_closed=timezone.now()
        )
        if closed:
            _write(alert, AlertsDispatcher.PRODUCT_ALERT_EVENT_CODE)
    return bool(closed)


def _write(alert: Any, event_code: str) -> None:
    """Queue one of the alert's messages, in Oscar's templates; once per alert and kind."""
    messages = get_class("communication.utils", "Dispatcher")().get_messages(
        event_code, {"alert": alert}
    )
    queue_message(
        kind="rendered",
        key=f"{event_code.lower()}:{alert.pk}",
        recipient=alert.get_email_address(),
        context={
            "subject": messages["subject"],
            "body_text": messages["body"],
            "body_html": messages["html"],
        },
    )

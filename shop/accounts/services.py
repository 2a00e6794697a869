"""What changes an account and what belongs to it."""

from typing import Any, Literal

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from oscar.apps.customer.alerts.utils import AlertsDispatcher
from oscar.core.loading import get_class, get_model

from shop.accounts.models import User
from shop.catalogue.models import Product
from shop.communication.services import queue_message
from shop.orders.models import Order

ProductAlert = get_model("customer", "ProductAlert")


class CountryNotServed(Exception):
    """We do not deliver to the country of this address."""


def claim_guest_orders(*, user: User) -> int:
    """Put the orders placed as a guest under the confirmed addresses of `user` into their history.

    An address that is not confirmed claims nothing: anybody can type it. Returns how many
    orders were claimed; asking again claims nothing twice. Two queries.
    """
    confirmed = _confirmed_addresses(user)
    if not confirmed:
        return 0
    same_address = Q()
    for address in confirmed:
        same_address |= Q(guest_email__iexact=address)
    return Order.objects.filter(same_address, user=None).update(user=user)


def claim_stock_alerts(*, user: User) -> int:
    """The same for the stock alerts asked for as a guest. Two queries."""
    confirmed = _confirmed_addresses(user)
    if not confirmed:
        return 0
    return ProductAlert.objects.filter(
        email__in=confirmed, user=None, status=ProductAlert.ACTIVE
    ).update(user=user, key="", email="")


def _confirmed_addresses(user: User) -> list[str]:
    return list(
        EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    )


def rename_user(*, user: User, full_name: str) -> None:
    """Store the whole name in one field: people do not come in first and last names."""
    user.first_name = ""
    user.last_name = full_name
    user.save(update_fields=["first_name", "last_name"])


def set_default_address(
    *, user: User, address_id: int, purpose: Literal["shipping", "billing"]
) -> None:
    """Make one of the user's addresses the one that the checkout proposes.

    Raises UserAddress.DoesNotExist for somebody else's address, and CountryNotServed for a
    delivery address where we do not deliver.
    """
    addresses = get_model("address", "UserAddress").objects
    with transaction.atomic():
        address = addresses.select_related("country").get(user=user, pk=address_id)
        if purpose == "shipping" and not address.country.is_shipping_country:
            raise CountryNotServed(address.country)
        setattr(address, f"is_default_for_{purpose}", True)
        address.save()


def delete_account(*, user: User) -> None:
    """Delete the account with its addresses, wish lists and alerts; orders are kept.

    The law wants the orders, and whoever waits for a parcel wants to be written to: they
    keep the address as a guest's orders do.
    """
    with transaction.atomic():
        Order.objects.filter(user=user, guest_email="").update(guest_email=user.email)
        user.delete()


def forget_expired_sessions() -> None:
    """Delete the sessions that have run out; nothing else does, and each guest leaves one."""
    call_command("clearsessions", verbosity=0)


def request_stock_alert(*, product: Product, user: User | AnonymousUser, email: str = "") -> Any:
    """Remember who wants to know when `product` is back; asking again changes nothing.

    A guest's alert starts unconfirmed, and a message asks for the confirmation: nobody is
    written to who did not ask.
    """
    with transaction.atomic():
        if user.is_authenticated:
            mine = {"product": product, "user": user, "status": ProductAlert.ACTIVE}
            return ProductAlert.objects.filter(**mine).first() or ProductAlert.objects.create(
                **mine
            )
        waiting = ProductAlert.objects.filter(
            product=product,
            email=email,
            status__in=[ProductAlert.ACTIVE, ProductAlert.UNCONFIRMED],
        ).first()
        if waiting is not None:
            return waiting
        alert = ProductAlert.objects.create(product=product, email=email)
        _write(alert, AlertsDispatcher.PRODUCT_ALERT_CONFIRMATION_EVENT_CODE)
    return alert


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

"""What changes an account and what belongs to it."""

from typing import Literal

from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from oscar.core.loading import get_model

from shop.accounts.models import User
from shop.orders.models import Order
from shop.reviews.services import forget_person


class CountryNotServed(Exception):
    """We do not deliver to the country of this address."""


def claim_guest_orders(*, user: User) -> int:
    """Put the orders placed as a guest under the confirmed addresses of `user` into their history.

    An address that is not confirmed claims nothing: anybody can type it. Returns how many
    orders were claimed; asking again claims nothing twice. Two queries.
    """
    confirmed = confirmed_addresses(user)
    if not confirmed:
        return 0
    same_address = Q()
    for address in confirmed:
        same_address |= Q(guest_email__iexact=address)
    return Order.objects.filter(same_address, user=None).update(user=user)


def confirmed_addresses(user: User) -> list[str]:
    """The addresses that are surely this person's. One query."""
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
    """Delete the account with its addresses, wish lists, alerts and reviews; orders are kept.

    The law wants the orders, and whoever waits for a parcel wants to be written to: they
    keep the address as a guest's orders do. Answered questions stay, signed by nobody.
    """
    with transaction.atomic():
        forget_person(user=user, addresses=confirmed_addresses(user))
        Order.objects.filter(user=user, guest_email="").update(guest_email=user.email)
        user.delete()


def forget_expired_sessions() -> None:
    """Delete the sessions that have run out; nothing else does, and each guest leaves one."""
    call_command("clearsessions", verbosity=0)

"""allauth and Django say what happened; one call to a service each."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from shop.accounts import groups, services
from shop.accounts.models import User


@receiver(email_confirmed, dispatch_uid="accounts.claim_on_confirmation")
def claim_on_confirmation(sender: type, email_address: EmailAddress, **kwargs: Any) -> None:
    """What was done as a guest under this address belongs to the account from now on."""
    services.claim_guest_orders(user=email_address.user)
    services.claim_stock_alerts(user=email_address.user)


@receiver(user_logged_in, dispatch_uid="accounts.claim_on_login")
def claim_on_login(sender: type, user: User, **kwargs: Any) -> None:
    """Orders placed as a guest since the address was confirmed."""
    services.claim_guest_orders(user=user)


def make_staff_groups(sender: Any, using: str, **kwargs: Any) -> None:
    """After a migration; connected by the room's config."""
    groups.make_staff_groups(using=using)

"""allauth, Django and the stock say what happened; one call to a service each."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver

from shop.accounts import groups, services, stock_alerts
from shop.accounts.models import User
from shop.core.after_login import carry_out
from shop.partner.models import StockRecord
from shop.partner.signals import availability_changed


@receiver(email_confirmed, dispatch_uid="accounts.claim_on_confirmation")
def claim_on_confirmation(sender: type, email_address: EmailAddress, **kwargs: Any) -> None:
    """What was done as a guest under this address belongs to the account from now on."""
    services.claim_guest_orders(user=email_address.user)
    stock_alerts.claim_stock_alerts(user=email_address.user)


@receiver(user_logged_in, dispatch_uid="accounts.claim_on_login")
def claim_on_login(sender: type, user: User, **kwargs: Any) -> None:
    """Orders placed as a guest since the address was confirmed."""
    services.claim_guest_orders(user=user)


@receiver(user_logged_in, dispatch_uid="accounts.carry_out_on_login")
def carry_out_on_login(sender: type, request: Any, user: User, **kwargs: Any) -> None:
    """What the visitor had asked for before they were led to the log-in."""
    if request is not None and hasattr(request, "session"):
        carry_out(request, user)


@receiver(availability_changed, dispatch_uid="accounts.units_given_back")
def units_given_back(sender: type, instance: StockRecord, **kwargs: Any) -> None:
    """An order was cancelled or returned: what was sold out may be back."""
    if instance.net_stock_level > 0:
        stock_alerts.stock_came_back(product_id=instance.product_id)


@receiver(post_save, sender=StockRecord, dispatch_uid="accounts.stock_saved")
def stock_saved(sender: type, instance: StockRecord, raw: bool = False, **kwargs: Any) -> None:
    """Somebody entered or imported stock. Moved stock is told by the signal above."""
    fields = kwargs.get("update_fields", ())
    entered = fields is None or "num_in_stock" in fields
    if entered and not raw and instance.net_stock_level > 0:
        stock_alerts.stock_came_back(product_id=instance.product_id)


def make_staff_groups(sender: Any, using: str, **kwargs: Any) -> None:
    """After a migration; connected by the room's config."""
    groups.make_staff_groups(using=using)

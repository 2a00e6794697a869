"""The accounts room: the user, the ways in, the account area."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Holds the user model; Oscar's customer fork is a subpackage."""

    name = "shop.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

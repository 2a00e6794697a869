"""The accounts room: the user, the ways in, the account area."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Holds the user model; Oscar's customer fork is a subpackage."""

    name = "shop.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from shop.accounts import signal_handlers, wish_lists
        from shop.core.after_login import register

        post_migrate.connect(signal_handlers.make_staff_groups, sender=self)
        register("wish", wish_lists.keep_after_login)

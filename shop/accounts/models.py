"""The user: an e-mail address is the name."""

from typing import Any

from oscar.apps.customer.abstract_models import AbstractUser


class User(AbstractUser):
    """Everyone with an account: shoppers, merchandisers, order admins.

    Addresses are stored in lower case, so that one person cannot sign up twice by a capital letter.
    """

    def save(self, *args: Any, **kwargs: Any) -> None:
        address: str = self.email  # type: ignore[has-type]
        self.email = address.lower()
        super().save(*args, **kwargs)

    def _migrate_alerts_to_user(self) -> None:
        """Nothing: an address that was only typed proves nothing.

        Oscar hands over a guest's stock alerts here; services.claim_guest_history does it
        once the address is confirmed.
        """

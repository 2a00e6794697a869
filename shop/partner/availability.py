"""Availability policies that speak like a shopkeeper."""

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from oscar.apps.partner.availability import *  # noqa: F403
from oscar.apps.partner.availability import StockRequired as OscarStockRequired
from oscar.apps.partner.availability import Unavailable as OscarUnavailable

from shop.core import page_cache
from shop.core.days import end_of_day


class Unavailable(OscarUnavailable):
    """Not sold at all."""

    message = _("Not for sale at the moment")

    def is_purchase_permitted(self, quantity: int) -> tuple[bool, str]:
        return False, str(_("This is not for sale at the moment."))


class StockRequired(OscarStockRequired):
    """Sold while stock lasts."""

    CODE_LOW_STOCK = "lowstock"

    def __init__(self, num_available: int, *, expected_on: date | None = None) -> None:
        super().__init__(num_available)
        # A day that has passed is no promise.
        is_ahead = expected_on is not None and expected_on >= timezone.localdate()
        if expected_on is not None and is_ahead:
            page_cache.until(end_of_day(expected_on))
        #: When more comes, from today on; else None.
        self.expected_on = expected_on if is_ahead else None

    @property
    def code(self) -> str:
        """`instock`, `lowstock` or `outofstock`."""
        if 0 < self.num_available <= settings.SHOP_LOW_STOCK_LEVEL:
            return self.CODE_LOW_STOCK
        return super().code

    @property
    def message(self) -> str:
        """What a product page says about the stock."""
        if self.num_available <= 0:
            if self.expected_on:
                day = date_format(self.expected_on, "j F")
                return str(_("Sold out, more expected on %(day)s") % {"day": day})
            return str(_("Sold out"))
        if self.code == self.CODE_LOW_STOCK:
            return str(_("Only %(count)d left") % {"count": self.num_available})
        return str(_("In stock"))

    @property
    def short_message(self) -> str:
        """What a card says: nothing while there is plenty."""
        if self.num_available <= 0:
            return str(_("Sold out"))
        return "" if self.code == self.CODE_IN_STOCK else self.message

    def is_purchase_permitted(self, quantity: int) -> tuple[bool, str]:
        """Whether `quantity` units can be bought, and if not, why not."""
        if self.num_available <= 0:
            return False, str(_("This is sold out."))
        if quantity > self.num_available:
            return False, ngettext(
                "Only %(count)d is left. Please choose that or less.",
                "Only %(count)d are left. Please choose that or fewer.",
                self.num_available,
            ) % {"count": self.num_available}
        return True, ""

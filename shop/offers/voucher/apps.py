"""Oscar's vouchers under our roof."""

from oscar.apps.voucher import apps


class VoucherConfig(apps.VoucherConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.offers.voucher"

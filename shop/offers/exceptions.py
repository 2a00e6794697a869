"""Why a discount cannot be given."""


class UsedUp(Exception):
    """An offer or a voucher was used up, or withdrawn, between its showing and its use."""


class VoucherRefused(Exception):
    """A voucher cannot be used on this basket; the message is for the shopper."""

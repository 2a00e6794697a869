"""Oscar's registrations with Django's admin."""

from oscar.apps.voucher.admin import *  # noqa: F403

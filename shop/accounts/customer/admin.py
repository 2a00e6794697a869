"""Oscar's registrations with Django's admin."""

from oscar.apps.customer.admin import *  # noqa: F403

"""Oscar's registrations with Django's admin."""

from oscar.apps.order.admin import *  # noqa: F403

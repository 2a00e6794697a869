"""Oscar's registrations with Django's admin."""

from oscar.apps.shipping.admin import *  # noqa: F403

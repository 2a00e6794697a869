"""Oscar's registrations with Django's admin."""

from oscar.apps.partner.admin import *  # noqa: F403

"""Oscar's registrations with Django's admin."""

from oscar.apps.basket.admin import *  # noqa: F403

"""Oscar's registrations with Django's admin."""

from oscar.apps.communication.admin import *  # noqa: F403

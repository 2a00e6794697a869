"""Oscar's registrations with Django's admin."""

from oscar.apps.catalogue.admin import *  # noqa: F403

"""Oscar's registrations with Django's admin, and the outbox to look at."""

from django.contrib import admin
from django.http import HttpRequest
from oscar.apps.communication.admin import *  # noqa: F403

from shop.communication.models import OutboundMessage


@admin.register(OutboundMessage)
class OutboundMessageAdmin(admin.ModelAdmin):
    """What was written to whom, and what went wrong. Read only: rows are the services'."""

    list_display = (
        "key",
        "kind",
        "recipient",
        "state",
        "attempts",
        "due_at",
        "sent_at",
    )
    list_filter = ("state", "kind")
    search_fields = ("key", "recipient")
    date_hierarchy = "created_at"
    # A waiting message's body may hold a link to set a password.
    exclude = ("context",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: only services write to the outbox."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: OutboundMessage | None = None
    ) -> bool:
        """Never: what happened is not edited."""
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: OutboundMessage | None = None
    ) -> bool:
        """Never: `forget_old_messages` deletes in time."""
        return False

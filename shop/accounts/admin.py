"""The user in Django's admin."""

from django.contrib import admin

from shop.accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Rights are given by groups; passwords are changed by their owners."""

    list_display = ("email", "first_name", "last_name", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "first_name", "last_name")
    exclude = ("password",)
    filter_horizontal = ("groups", "user_permissions")
    ordering = ("email",)

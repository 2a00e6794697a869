"""Django's admin with our site; apart from apps.py, which holds the room's own config."""

from django.contrib.admin.apps import AdminConfig


class ShopAdminConfig(AdminConfig):
    """Every `admin.register` of every app lands on our site."""

    default_site = "shop.accounts.admin_site.AdminSite"

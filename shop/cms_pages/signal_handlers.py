"""Where Wagtail's and Django's signals enter the pages room: one call to a service each."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import Page, Site, get_page_models
from wagtail.signals import page_published, page_unpublished, post_page_move

UID = "shop.cms_pages.signal_handlers"


def connect(config: AppConfig) -> None:
    """Connect the handlers; called once, when the app is ready."""
    from shop.cms_pages.models import StoreSettings

    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(shell_changed, dispatch_uid=f"{UID}.shell_changed")
    for model in (*get_page_models(), Page, Site, StoreSettings):
        for signal in (post_save, post_delete):
            signal.connect(shell_changed, sender=model, dispatch_uid=f"{UID}.shell_changed")
    post_migrate.connect(migrated, sender=config, dispatch_uid=f"{UID}.migrated")


def shell_changed(sender: Any, **kwargs: Any) -> None:
    """A page, a site or the shop's settings changed; the menus may have."""
    from shop.cms_pages import services

    services.forget_shells()


def migrated(sender: AppConfig, using: str, plan: Any = (), **kwargs: Any) -> None:
    """The database is up to date: groups and site stand."""
    from shop.cms_pages import services

    services.ensure_groups(using=using)
    services.ensure_site(using=using)

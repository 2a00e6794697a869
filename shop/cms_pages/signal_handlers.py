"""Where Wagtail's and Django's signals enter the pages room: one call to a service each."""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import Page, Site, get_page_models
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from shop.catalogue.models import Category
from shop.catalogue.signals import addresses_changed
from shop.media.models import Image

UID = "shop.cms_pages.signal_handlers"


def connect(config: AppConfig) -> None:
    """Connect the handlers; called once, when the app is ready."""
    from shop.cms_pages.models import StoreSettings

    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(shell_changed, dispatch_uid=f"{UID}.shell_changed")
        signal.connect(page_changed, dispatch_uid=f"{UID}.page_changed")
    for model in get_page_models():
        post_delete.connect(page_changed, sender=model, dispatch_uid=f"{UID}.page_changed")
    # A category may be set in the main menu, and a picture in the place of the shop's name.
    for model in (*get_page_models(), Page, Site, Category, Image):
        for signal in (post_save, post_delete):
            signal.connect(shell_changed, sender=model, dispatch_uid=f"{UID}.shell_changed")
    for signal in (post_save, post_delete):
        signal.connect(
            settings_changed, sender=StoreSettings, dispatch_uid=f"{UID}.settings_changed"
        )
    page_published.connect(page_stands, dispatch_uid=f"{UID}.page_stands")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(page_moved, dispatch_uid=f"{UID}.page_moved")
    addresses_changed.connect(keep_old_addresses, dispatch_uid=f"{UID}.keep_old_addresses")
    post_migrate.connect(migrated, sender=config, dispatch_uid=f"{UID}.migrated")


def shell_changed(sender: Any, **kwargs: Any) -> None:
    """What the menus are made of changed: a page, a site, a category, a picture of theirs."""
    from shop.cms_pages import services

    # What is saved alone is computed on the way: a picture's size, a page's latest draft.
    if sender is Category or kwargs.get("update_fields") is None:
        services.forget_shells()


def page_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A page was published, unpublished, moved or deleted, by an editor or by the clock."""
    from shop.cms_pages import services

    services.forget_page(page_id=instance.pk)


def settings_changed(sender: Any, **kwargs: Any) -> None:
    """A merchant changed what every page shows."""
    from shop.cms_pages import services

    services.forget_settings()


def page_stands(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A page can be read at its address."""
    from shop.cms_pages import redirects

    redirects.page_stands(instance)


def page_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A page and all below it stand at other addresses."""
    from shop.cms_pages import redirects

    redirects.page_stands(instance, moved=True)


def keep_old_addresses(sender: Any, addresses: Iterable[tuple[str, str]], **kwargs: Any) -> None:
    """Products or categories stand elsewhere than before."""
    from shop.cms_pages import redirects

    redirects.keep_old_addresses(addresses)


def migrated(sender: AppConfig, using: str, plan: Any = (), **kwargs: Any) -> None:
    """The database is up to date: groups and site stand."""
    from shop.cms_pages import services

    services.ensure_groups(using=using)
    services.ensure_site(using=using)

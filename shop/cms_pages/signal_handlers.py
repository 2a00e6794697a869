"""Where Wagtail's and Django's signals enter the pages room: one call to a service each."""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from shop.catalogue.signals import addresses_changed
from shop.cms_pages import page_changes
from shop.core import page_cache

UID = "shop.cms_pages.signal_handlers"


def connect(config: AppConfig) -> None:
    """Connect the handlers; called once, when the app is ready."""
    for model in (*get_page_models(), Page):
        pre_save.connect(page_saving, sender=model, dispatch_uid=f"{UID}.page_saving")
        post_save.connect(page_saved, sender=model, dispatch_uid=f"{UID}.page_saved")
        post_delete.connect(pages_moved, sender=model, dispatch_uid=f"{UID}.pages_moved")
    for signal in (page_published, page_unpublished):
        signal.connect(page_published_or_not, dispatch_uid=f"{UID}.published")
    post_page_move.connect(pages_moved, dispatch_uid=f"{UID}.pages_moved")
    for signal in (post_save, post_delete):
        signal.connect(restricted, sender=PageViewRestriction, dispatch_uid=f"{UID}.restricted")
        for model in (Site, *_settings_models()):
            signal.connect(setting_changed, sender=model, dispatch_uid=f"{UID}.setting_changed")
        wishes: Any = apps.get_model("wishlists", "Line")
        voucher: Any = apps.get_model("voucher", "Voucher")
        signal.connect(voucher_changed, sender=voucher, dispatch_uid=f"{UID}.voucher_changed")
        signal.connect(wishes_changed, sender=wishes, dispatch_uid=f"{UID}.wishes_changed")
    page_published.connect(page_stands, dispatch_uid=f"{UID}.page_stands")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(page_moved, dispatch_uid=f"{UID}.page_moved")
    addresses_changed.connect(keep_old_addresses, dispatch_uid=f"{UID}.keep_old_addresses")
    post_migrate.connect(migrated, sender=config, dispatch_uid=f"{UID}.migrated")


def _settings_models() -> list[Any]:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, (BaseGenericSetting, BaseSiteSetting))
    ]


def page_saving(instance: Page, **kwargs: Any) -> None:
    """A page is about to be saved."""
    page_changes.note_shape(instance)


def page_saved(instance: Page, update_fields: Any = None, **kwargs: Any) -> None:
    """A page was saved."""
    page_changes.page_saved(instance, fields=update_fields)


def page_published_or_not(instance: Page, **kwargs: Any) -> None:
    """A page was published or unpublished; saving it has told the rest."""
    page_cache.forget(page_cache.sources.page(instance.pk), page_cache.sources.PUBLISHED)


def pages_moved(instance: Page, **kwargs: Any) -> None:
    """A page was deleted, or moved with all below it."""
    page_changes.pages_moved(instance)


def restricted(instance: Any, **kwargs: Any) -> None:
    """A page and those below it are for some people only, or for everybody again."""
    page_changes.pages_moved(instance.page)


def setting_changed(instance: Any, **kwargs: Any) -> None:
    """A site, or settings of ours, changed."""
    page_changes.setting_changed(instance)


def wishes_changed(**kwargs: Any) -> None:
    """Something was put on a wish list, or taken from one."""
    page_cache.forget(page_cache.sources.WISHES)


def voucher_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A voucher's code or dates changed, or it is gone: so do the banners that show it."""
    from shop.cms_pages import services

    services.forget_voucher(voucher_id=instance.pk)


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
    """The database is up to date: groups and site stand, the settings' pictures are known."""
    from shop.catalogue.picture_references import index_if_empty
    from shop.cms_pages import services
    from shop.cms_pages.models import StoreSettings

    services.ensure_groups(using=using)
    services.ensure_site(using=using)
    index_if_empty(StoreSettings.objects.all())

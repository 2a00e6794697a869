"""What the pages room does."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from shop.core import page_cache

MERCHANDISERS = "Merchandisers"
PUBLISHERS = "Publishers"
EDITING = ("add_page", "change_page", "publish_page", "lock_page")
PAGE_RIGHTS = {
    MERCHANDISERS: EDITING,
    PUBLISHERS: (*EDITING, "unlock_page", "bulk_delete_page"),
}
# What they say of searches: other words for the same, and what comes first.
SEARCH = ("synonym", "promotion", "promotedresult")
# In every collection; nothing of the catalogue or of orders, whose views belong to the dashboard.
LIBRARY_RIGHTS = (
    ("media", "add_image"),
    ("media", "change_image"),
    ("media", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)
PLAIN_RIGHTS = (
    *(("search", f"{action}_{name}") for action in ("add", "change", "delete") for name in SEARCH),
    ("wagtailadmin", "access_admin"),
    ("cms_pages", "change_storesettings"),
    ("cms_pages", "view_sales_totals"),
    ("newsletter", "view_subscriber"),
    *(
        ("cms_pages", f"{what}_productlayout")
        for what in ("add", "change", "delete", "publish", "lock", "unlock")
    ),
    ("wagtailredirects", "add_redirect"),
    ("wagtailredirects", "change_redirect"),
    ("wagtailredirects", "delete_redirect"),
)


def keep_live_version(*, page: Page) -> None:
    """Write down what a live page says that nobody has edited yet, as its first version.

    Without one Wagtail takes the page off until a scheduled change of it is due. Writes nothing
    for a page that has a version.
    """
    if not page.live or page.live_revision_id or page.latest_revision_id:
        return
    with transaction.atomic():
        stored = type(page).objects.get(pk=page.pk)
        revision = stored.save_revision(clean=False, changed=False)
        stored.live_revision = revision
        stored.save(update_fields=["live_revision"], clean=False)
    page.live_revision = page.latest_revision = revision


def forget_voucher(*, voucher_id: int) -> None:
    """Have the pages whose banners show this voucher made anew, once the change is committed."""
    page_cache.forget(page_cache.sources.snippet("voucher", voucher_id))


def publish_scheduled_pages() -> None:
    """Publish what is due and unpublish what has expired, as Wagtail's command does.

    A few queries when nothing is due; each page is published in a transaction of its own.
    """
    call_command("publish_scheduled", verbosity=0)


def ensure_groups(*, using: str = "default") -> None:
    """Make the groups Merchandisers and Publishers with their rights; idempotent.

    A group that has rights of the shop already stays what an admin made of it; a right that comes
    later is given by the migration that brings it. Also makes the permissions that it needs:
    inside a first migration they do not exist yet. Does nothing without a page tree (a flushed
    database).
    """
    rights = [*LIBRARY_RIGHTS, *PLAIN_RIGHTS, ("wagtailcore", "add_page")]
    for label in sorted({label for label, codename in rights}):
        config = apps.get_app_config(label)
        create_contenttypes(config, verbosity=0, using=using)
        create_permissions(config, verbosity=0, using=using)
    root = Page.objects.using(using).filter(depth=1).first()
    library = Collection.objects.using(using).filter(depth=1).first()
    if root is None or library is None:
        return
    with transaction.atomic(using=using):
        for name, codenames in PAGE_RIGHTS.items():
            group, _created = Group.objects.using(using).get_or_create(name=name)
            # Wagtail's first groups become ours before they have a right of ours.
            if group.permissions.filter(content_type__app_label="cms_pages").exists():
                continue
            group.permissions.add(
                *(_permission(label, codename, using) for label, codename in PLAIN_RIGHTS)
            )
            for codename in codenames:
                GroupPagePermission.objects.using(using).get_or_create(
                    group=group, page=root, permission=_permission("wagtailcore", codename, using)
                )
            for label, codename in LIBRARY_RIGHTS:
                GroupCollectionPermission.objects.using(using).get_or_create(
                    group=group, collection=library, permission=_permission(label, codename, using)
                )


def _permission(app_label: str, codename: str, using: str) -> Permission:
    return Permission.objects.using(using).get(content_type__app_label=app_label, codename=codename)


def ensure_site(*, using: str = "default") -> None:
    """Give the first site the address in `SITE_URL` while it has none of its own; idempotent."""
    address = urlsplit(settings.SITE_URL)
    if not address.hostname:
        return
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.using(using).filter(is_default_site=True, hostname="localhost", port=80).update(
        hostname=address.hostname, port=port
    )
    Site.clear_site_root_paths_cache()

"""What every page shows whoever asks: names, lines and menus. No query while the cache is warm."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from shop.catalogue.selectors import CategoryNode, category_tree
from shop.cms_pages.blocks.links import actions
from shop.cms_pages.models import ContentPage, StoreSettings
from shop.media.selectors import Picture

SHELLS_KEY = "cms_pages:shells:2"
# Forgotten on every change (shop.cms_pages.signal_handlers); the time is for a reader that put
# back what it had read just before the change.
SHELLS_SECONDS = 300


@dataclass(frozen=True)
class MenuItem:
    """A line of a menu and what is below it; a main category's has a text and perhaps a picture."""

    title: str
    url: str
    children: tuple[MenuItem, ...] = ()
    text: str = ""
    picture: Picture | None = None


@dataclass(frozen=True)
class Shell:
    """What a site's pages have in common.

    Editors tick “show in menus”: content pages then stand in the footer, others in the header.
    """

    brand_name: str
    tagline: str
    announcement: str
    delivery_promise: str
    delivery_and_returns: str
    returns_days: int
    returns_are_free: bool
    footer_text: str
    meta_description: str
    pages: tuple[MenuItem, ...] = ()
    content_pages: tuple[MenuItem, ...] = ()
    footer_menus: tuple[MenuItem, ...] = ()


@dataclass(frozen=True)
class _SiteKey:
    hostname: str
    port: int
    is_default: bool
    shell: Shell


def store_shell(request: HttpRequest) -> Shell:
    """The shell of the site that the request asks for.

    Found by host and port as Wagtail does, but from the cache and without touching the user.
    """
    sites = cache.get(SHELLS_KEY)
    if sites is None:
        sites = tuple(_read_shells())
        cache.set(SHELLS_KEY, sites, SHELLS_SECONDS)
    hostname, port = split_domain_port(request.get_host())
    exact = str(port or request.get_port())
    for site in sites:
        if site.hostname == hostname and str(site.port) == exact:
            return site.shell
    for site in sites:
        if site.is_default:
            return site.shell
    return _shell(StoreSettings())


def main_menu(shell: Shell) -> tuple[MenuItem, ...]:
    """The main categories with theirs below, then the pages that editors put into the menu."""
    categories = tuple(_category_item(node) for node in category_tree())
    return (*categories, *shell.pages)


def _category_item(node: CategoryNode) -> MenuItem:
    below = tuple(_category_item(child) for child in node.children)
    return MenuItem(node.title, node.url, below, text=node.text, picture=node.picture)


def footer_menus(shell: Shell) -> tuple[MenuItem, ...]:
    """The columns that editors set, else the main categories and the content pages."""
    if shell.footer_menus:
        return shell.footer_menus
    columns = (
        MenuItem(_("Shop"), "", tuple(MenuItem(node.title, node.url) for node in category_tree())),
        MenuItem(_("Help"), "", shell.content_pages),
    )
    return tuple(column for column in columns if column.children)


def _read_shells() -> list[_SiteKey]:
    settings_by_site = {row.site_id: row for row in StoreSettings.objects.all()}
    found = []
    for site in Site.objects.select_related("root_page"):
        settings = settings_by_site.get(site.pk) or StoreSettings()
        below = site.root_page.get_children().live().public().order_by("path")
        shell = _shell(
            settings,
            pages=_items(below.in_menu().not_type(ContentPage), site),
            content_pages=_items(below.in_menu().type(ContentPage), site),
        )
        found.append(_SiteKey(site.hostname, site.port, site.is_default_site, shell))
    return found


def _shell(settings: StoreSettings, **menus: tuple[MenuItem, ...]) -> Shell:
    columns = []
    for column in settings.footer_menus or ():
        links = actions(column.value["links"])
        if links:
            items = tuple(MenuItem(link["label"], link["url"]) for link in links)
            columns.append(MenuItem(column.value["title"], "", items))
    return Shell(
        brand_name=settings.brand_name,
        tagline=settings.tagline,
        announcement=settings.announcement,
        delivery_promise=settings.delivery_promise,
        delivery_and_returns=settings.delivery_and_returns,
        returns_days=settings.returns_days,
        returns_are_free=settings.returns_are_free,
        footer_text=settings.footer_text,
        meta_description=settings.meta_description,
        footer_menus=tuple(columns),
        **menus,
    )


def _items(pages: list[Page], site: Site) -> tuple[MenuItem, ...]:
    return tuple(MenuItem(page.title, page.get_url(current_site=site) or "") for page in pages)

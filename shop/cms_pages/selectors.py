"""What every page shows whoever asks: names, lines and menus. No query while the cache is warm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from shop.catalogue.selectors import CategoryNode, category_tree
from shop.cms_pages.blocks.links import LinkBlock, actions
from shop.cms_pages.blocks.menus import BY_RULE
from shop.cms_pages.models import ContactPage, ContentPage, FaqPage, JournalPage, StoreSettings
from shop.core import page_cache
from shop.core.brand import Brand
from shop.core.page_cache import sources
from shop.media.models import Image
from shop.media.selectors import Picture, picture

# What stands in the footer; other pages stand in the header.
HELP_PAGES = (ContentPage, FaqPage, ContactPage, JournalPage)


@dataclass(frozen=True)
class Promo:
    """The tile beside the links of an unfolded menu."""

    title: str
    url: str
    text: str = ""
    picture: Picture | None = None


@dataclass(frozen=True)
class MenuItem:
    """A line of a menu and what is below it; one without `url` only unfolds.

    A main category's has a text and perhaps a picture.
    """

    title: str
    url: str
    children: tuple[MenuItem, ...] = ()
    text: str = ""
    picture: Picture | None = None
    promo: Promo | None = None


@dataclass(frozen=True)
class MenuEntry:
    """What a merchant set at a place of the main menu; categories are looked up when it is shown.

    `everything`: all main categories that have no entry of their own stand here. `category_id`:
    what stands below that category unfolds, if `by_rule`; otherwise `item` is shown as it is.
    """

    item: MenuItem | None = None
    everything: bool = False
    category_id: int | None = None
    by_rule: bool = False


@dataclass(frozen=True)
class Announcement:
    """The line above every page, and when it is shown; open ends where nothing is said."""

    text: str
    url: str = ""
    starts: datetime | None = None
    ends: datetime | None = None

    def is_shown(self, now: datetime) -> bool:
        """Whether it stands there at that moment."""
        return not (self.starts and now < self.starts) and not (self.ends and now >= self.ends)

    def changes_at(self, now: datetime) -> datetime | None:
        """When it next comes or goes after that moment."""
        moments = (moment for moment in (self.starts, self.ends) if moment and moment > now)
        return min(moments, default=None)


@dataclass(frozen=True)
class Shell:
    """What a site's pages have in common.

    Editors tick “show in menus”: content pages then stand in the footer, others in the header,
    unless the settings name the lines of the menus. `legal` are terms, privacy and cookies.
    """

    brand_name: str
    tagline: str
    delivery_promise: str
    delivery_and_returns: str
    returns_days: int
    returns_are_free: bool
    footer_text: str
    meta_description: str
    contact_email: str = ""
    contact_phone: str = ""
    email_footer: str = ""
    search_example: str = ""
    lost_title: str = ""
    lost_text: str = ""
    cookie_text: str = ""
    checkout_text: str = ""
    logo: Picture | None = None
    logo_dark: Picture | None = None
    icon_url: str = ""
    social_picture: Picture | None = None
    scheduled: Announcement | None = None
    pages: tuple[MenuItem, ...] = ()
    content_pages: tuple[MenuItem, ...] = ()
    navigation: tuple[MenuEntry, ...] = ()
    footer_menus: tuple[MenuItem, ...] = ()
    social_links: tuple[MenuItem, ...] = ()
    terms: MenuItem | None = None
    privacy: MenuItem | None = None
    cookies: MenuItem | None = None

    @property
    def announcement(self) -> Announcement | None:
        """The line above the page, where it is its time."""
        line = self.scheduled
        return line if line and line.is_shown(timezone.now()) else None

    @property
    def legal(self) -> tuple[MenuItem, ...]:
        """The pages that every footer's last line leads to."""
        return tuple(item for item in (self.terms, self.privacy, self.cookies) if item)

    @property
    def checkout_legal(self) -> tuple[MenuItem, ...]:
        """Those that concern who is about to pay."""
        return tuple(item for item in (self.terms, self.privacy) if item)


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
    sites = _shells()
    hostname, port = split_domain_port(request.get_host())
    exact = str(port or request.get_port())
    found = (site.shell for site in sites if site.hostname == hostname and str(site.port) == exact)
    shell = next(found, None) or _default(sites)
    if shell.scheduled:
        page_cache.until(shell.scheduled.changes_at(timezone.now()))
    return shell


def brand() -> Brand:
    """Who the default site's shop is, for letters and whatever else has no request."""
    shell = _default(_shells())
    return Brand(
        name=shell.brand_name,
        contact_email=shell.contact_email,
        contact_phone=shell.contact_phone,
        email_footer=shell.email_footer,
        logo_url=shell.logo.src if shell.logo else "",
    )


def _shells() -> tuple[_SiteKey, ...]:
    settings = (sources.setting("Site"), sources.setting("StoreSettings"))
    made_of = (sources.PAGES, sources.CATEGORIES, *settings)
    return page_cache.remember("shells", _read_shells, *made_of)


def _default(sites: tuple[_SiteKey, ...]) -> Shell:
    for site in sites:
        if site.is_default:
            return site.shell
    return _shell(StoreSettings())


def main_menu(shell: Shell) -> tuple[MenuItem, ...]:
    """What the merchant set, else the main categories and the pages that are in menus."""
    tree = category_tree()
    if not shell.navigation:
        return (*(_category_item(node) for node in tree), *shell.pages)
    nodes = {node.id: node for node in _all_nodes(tree)}
    placed = {entry.category_id for entry in shell.navigation}
    items: list[MenuItem] = []
    for entry in shell.navigation:
        if entry.everything:
            items += (_category_item(node) for node in tree if node.id not in placed)
            continue
        assert entry.item is not None
        items.append(_set_item(entry.item, entry, nodes))
    return tuple(items)


def _set_item(item: MenuItem, entry: MenuEntry, nodes: dict[int, CategoryNode]) -> MenuItem:
    node = nodes.get(entry.category_id) if entry.category_id else None
    if node is None:
        return item
    whole = _category_item(node)
    return MenuItem(
        title=item.title,
        url=item.url,
        children=whole.children if entry.by_rule else item.children,
        text=whole.text,
        picture=None if item.promo else whole.picture,
        promo=item.promo,
    )


def _all_nodes(nodes: Iterable[CategoryNode]) -> Iterator[CategoryNode]:
    for node in nodes:
        yield node
        yield from _all_nodes(node.children)


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


def _read_shells() -> tuple[_SiteKey, ...]:
    rows = StoreSettings.objects.select_related(
        *("logo", "logo_dark", "icon", "social_picture"),
        *("terms_page", "privacy_page", "cookies_page"),
    )
    settings_by_site = {row.site_id: row for row in rows}
    found = []
    for site in Site.objects.select_related("root_page"):
        settings = settings_by_site.get(site.pk) or StoreSettings()
        below = site.root_page.get_children().live().public().order_by("path")
        shell = _shell(
            settings,
            pages=_items(below.in_menu().not_type(*HELP_PAGES), site),
            content_pages=_items(below.in_menu().type(*HELP_PAGES), site),
            terms=_legal(settings.terms_page, site),
            privacy=_legal(settings.privacy_page, site),
            cookies=_legal(settings.cookies_page, site),
        )
        found.append(_SiteKey(site.hostname, site.port, site.is_default_site, shell))
    return tuple(found)


def _shell(settings: StoreSettings, **pages: Any) -> Shell:
    page_cache.made_from(*map(sources.image, filter(None, [settings.icon_id])))
    columns = tuple(
        MenuItem(column.value["title"], "", links)
        for column in settings.footer_menus or ()
        if (links := _links(column.value["links"]))
    )
    line = None
    if settings.announcement:
        line = Announcement(
            text=settings.announcement,
            url=LinkBlock.href(settings.announcement_link),
            starts=settings.announcement_from,
            ends=settings.announcement_until,
        )
    return Shell(
        brand_name=settings.brand_name,
        tagline=settings.tagline,
        delivery_promise=settings.delivery_promise,
        delivery_and_returns=settings.delivery_and_returns,
        returns_days=settings.returns_days,
        returns_are_free=settings.returns_are_free,
        footer_text=settings.footer_text,
        meta_description=settings.meta_description,
        contact_email=settings.contact_email,
        contact_phone=settings.contact_phone,
        email_footer=settings.email_footer,
        search_example=settings.search_example,
        lost_title=settings.lost_title,
        lost_text=settings.lost_text,
        cookie_text=settings.cookie_text,
        checkout_text=settings.checkout_text,
        logo=_logo(settings.logo),
        logo_dark=_logo(settings.logo_dark),
        icon_url=settings.icon.file.url if settings.icon else "",
        social_picture=_picture(settings.social_picture),
        scheduled=line,
        navigation=tuple(_navigation(settings)),
        footer_menus=columns,
        social_links=tuple(
            MenuItem(child.value["network"], child.value["url"])
            for child in settings.social_links or ()
        ),
        **pages,
    )


def _navigation(settings: StoreSettings) -> Iterator[MenuEntry]:
    """The entries that lead somewhere; what is gone or hidden is left out."""
    for child in settings.navigation or ():
        if child.block_type == "categories":
            yield MenuEntry(everything=True)
            continue
        value = child.value
        links = _links(value["links"])
        promo = _promo(value["promo"])
        if child.block_type == "entry":
            url = LinkBlock.href(value["link"])
            if url or links:
                yield MenuEntry(item=MenuItem(value["label"], url, links, promo=promo))
            continue
        category = value["category"]
        if category and category.is_public and category.ancestors_are_public:
            title = value["label"] or category.name
            by_rule = value["below"] == BY_RULE
            url = category.get_absolute_url()
            item = MenuItem(title, url, () if by_rule else links, promo=promo)
            yield MenuEntry(item=item, category_id=category.pk, by_rule=by_rule)


def _promo(value: Any) -> Promo | None:
    url = LinkBlock.href(value["link"])
    if not value["title"] or not url:
        return None
    return Promo(value["title"], url, text=value["text"], picture=_picture(value["image"]))


def _links(values: Any) -> tuple[MenuItem, ...]:
    return tuple(MenuItem(link["label"], link["url"]) for link in actions(values))


def _picture(image: Image | None) -> Picture | None:
    return picture(image) if image else None


def _logo(image: Image | None) -> Picture | None:
    """With its original where others fall back to a JPEG, which cannot be seen through."""
    if image is None:
        return None
    return replace(picture(image), src=image.file.url, width=image.width, height=image.height)


def _legal(page: Page | None, site: Site) -> MenuItem | None:
    if page is None or not page.live:
        return None
    return MenuItem(page.title, page.specific.get_url(current_site=site) or "")


def _items(pages: Iterable[Page], site: Site) -> tuple[MenuItem, ...]:
    return tuple(MenuItem(page.title, page.get_url(current_site=site) or "") for page in pages)

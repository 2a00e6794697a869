"""The demo shop's pages: home, collections, and the pages that are mostly words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from wagtail.models import Page, Site

from demo.loader import texts
from demo.loader.entries import CollectionEntry, DemoData
from demo.loader.report import EntryError, Report
from demo.loader.sections import Section, Shelf
from shop.catalogue.models import Category, Product
from shop.cms_pages.models import ContentPage, HomePage, LandingPage, StoreSettings
from shop.core.progress import Progress
from shop.media.models import Image

STEP = "Pages"


def load(
    *,
    data: DemoData,
    products: Mapping[str, Product],
    categories: Mapping[str, Category],
    pictures: Mapping[str, Image],
    report: Report,
    progress: Progress,
    reset: bool = False,
) -> int:
    """Create and publish the pages that are absent; returns how many stand.

    A page that is there stays as its editors left it, and so do the shop's
    settings, unless ``reset``; then what the demo says is published as a new
    revision, and the old ones remain to go back to. Raises ``EntryError`` where
    the site has no home page of the shop.
    """
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home = site.root_page.specific if site else None
    if site is None or not isinstance(home, HomePage):
        raise EntryError("the default site has no home page to put pages below")
    shelf = Shelf(products=products, categories=categories, pictures=pictures, pages={})
    total = len(data.collections) + len(texts.CONTENT) + 1
    done = 0
    # The home page comes last: it links to the others.
    for entry in data.collections:
        try:
            with transaction.atomic():
                shelf.pages[entry.slug] = _load_landing(home, entry, shelf, report, reset)
        except (EntryError, ValidationError, DatabaseError) as error:
            report.skip(f"collection {entry.slug}", error)
        done += 1
        progress.show(STEP, done, total)
    for words in texts.CONTENT:
        try:
            with transaction.atomic():
                shelf.pages[words.slug] = _load_content(home, words, reset)
        except (EntryError, ValidationError, DatabaseError) as error:
            report.skip(f"page {words.slug}", error)
        done += 1
        progress.show(STEP, done, total)
    if reset or not home.body:
        home.seo_title = texts.HOME_SEO_TITLE
        home.search_description = texts.META_DESCRIPTION
        _publish(home, texts.home(shelf))
    _load_settings(site, reset)
    progress.show(STEP, total, total)
    progress.finish()
    return len(shelf.pages) + 1


def _load_landing(
    home: HomePage,
    entry: CollectionEntry,
    shelf: Shelf,
    report: Report,
    reset: bool,
) -> Page:
    for slug in entry.products:
        if slug not in shelf.products:
            report.skip(f"product {slug} of collection {entry.slug}", "it is not there")
    page = _find(home, LandingPage, entry.slug) or LandingPage(slug=entry.slug)
    if page.pk is None or reset:
        page.title = entry.title
        page.search_description = entry.description
        _publish(
            page,
            texts.landing(shelf, entry),
            parent=home,
        )
    return page


def _load_content(home: HomePage, words: texts.Words, reset: bool) -> Page:
    page = _find(home, ContentPage, words.slug) or ContentPage(slug=words.slug)
    if page.pk is None or reset:
        page.title, page.introduction = words.title, words.introduction
        page.search_description = words.introduction
        page.show_in_menus = True
        _publish(page, words.body, parent=home)
    return page


def _find(home: HomePage, kind: type[Page], slug: str) -> Page | None:
    page = home.get_children().filter(slug=slug).first()
    if page is None:
        return None
    if not isinstance(page.specific, kind):
        raise EntryError(f"another kind of page stands at /{slug}/")
    return page.specific


def _publish(page: Page, body: Sequence[Section | None], *, parent: Page | None = None) -> None:
    page.body = json.dumps([section for section in body if section])
    if page.pk is None:
        assert parent is not None
        parent.add_child(instance=page)
    page.save_revision(log_action=True).publish()


def _load_settings(site: Site, reset: bool) -> None:
    there = StoreSettings.objects.filter(site=site).first()
    if there is not None and not reset:
        return
    settings = there or StoreSettings(site=site)
    settings.announcement = texts.ANNOUNCEMENT
    settings.tagline = texts.TAGLINE
    settings.delivery_and_returns = texts.DELIVERY_AND_RETURNS
    settings.returns_days, settings.returns_are_free = texts.RETURNS_DAYS, True
    settings.footer_text = texts.FOOTER_TEXT
    settings.meta_description = texts.META_DESCRIPTION
    settings.save()

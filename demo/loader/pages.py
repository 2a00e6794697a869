"""The demo shop's pages: home, collections, and the pages that are mostly words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.contrib.forms.utils import get_field_clean_name
from wagtail.models import Page, Site

from demo.loader import journal, offers, texts
from demo.loader.entries import CollectionEntry, DemoData
from demo.loader.report import EntryError, Report
from demo.loader.sections import Section, Shelf
from shop.catalogue.models import Category, Product
from shop.cms_pages.models import (
    ArticlePage,
    ContactField,
    ContactPage,
    ContentPage,
    FaqPage,
    HomePage,
    JournalPage,
    LandingPage,
    StoreSettings,
)
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
    others = _others()
    total = len(data.collections) + len(texts.CONTENT) + len(others) + 1
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
    for slug, make in others.items():
        try:
            with transaction.atomic():
                shelf.pages[slug] = make(home, shelf, reset)
        except (EntryError, ValidationError, DatabaseError) as error:
            report.skip(f"page {slug}", error)
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


def _others() -> dict[str, Callable[[HomePage, Shelf, bool], Page]]:
    """The pages that are more than words, by slug, in the order in which they are made."""
    return {
        "three-weeks-for-the-table": _load_campaign,
        "journal": _load_journal,
        "questions": _load_faq,
        "contact": _load_contact,
    }


def _load_campaign(home: HomePage, shelf: Shelf, reset: bool) -> Page:
    slug = "three-weeks-for-the-table"
    tableware = shelf.categories.get("tableware")
    voucher = offers.load_voucher(category=tableware)
    page = _find(home, LandingPage, slug) or LandingPage(slug=slug)
    if page.pk is None or reset:
        page.title = "Three weeks for the table"
        page.search_description = (
            "Ten percent off plates, bowls, mugs and glasses with one code, for three weeks."
        )
        ends_at = voucher.end_datetime if voucher else timezone.now() + timedelta(days=offers.DAYS)
        body = journal.campaign(
            shelf,
            voucher=voucher,
            ends_at=ends_at,
            tableware=tableware.pk if tableware else None,
        )
        _publish(page, body, parent=home)
    return page


def _load_journal(home: HomePage, shelf: Shelf, reset: bool) -> Page:
    page = _find(home, JournalPage, "journal") or JournalPage(slug="journal")
    if page.pk is None or reset:
        page.title, page.introduction = journal.JOURNAL
        page.search_description = page.introduction
        page.show_in_menus = True
        if page.pk is None:
            home.add_child(instance=page)
        page.save_revision(log_action=True).publish()
    for words in journal.stories(shelf):
        story = _find(page, ArticlePage, words.slug) or ArticlePage(slug=words.slug)
        if story.pk is None or reset:
            story.title, story.introduction = words.title, words.introduction
            story.author, story.published_on = words.author, words.published
            story.picture = shelf.pictures.get(words.picture)
            _publish(story, words.body, parent=page)
    return page


def _load_faq(home: HomePage, shelf: Shelf, reset: bool) -> Page:
    page = _find(home, FaqPage, "questions") or FaqPage(slug="questions")
    if page.pk is None or reset:
        page.title, page.introduction = journal.FAQ
        page.search_description = page.introduction
        page.show_in_menus = True
        _publish(page, journal.faq(), parent=home)
    return page


def _load_contact(home: HomePage, shelf: Shelf, reset: bool) -> Page:
    page = _find(home, ContactPage, "contact") or ContactPage(slug="contact")
    if page.pk is None or reset:
        page.title, page.introduction = journal.CONTACT
        page.search_description, page.thanks = page.introduction, journal.CONTACT_THANKS
        page.show_in_menus = True
        page.form_fields = [
            ContactField(
                sort_order=number,
                label=label,
                clean_name=get_field_clean_name(label),
                field_type=kind,
                required=required,
                help_text=help_text,
                choices=choices,
            )
            for number, (label, kind, required, help_text, choices) in enumerate(
                journal.CONTACT_FIELDS
            )
        ]
        _publish(page, texts.CONTACT_BODY, parent=home)
    return page


def _find(home: Page, kind: type[Page], slug: str) -> Page | None:
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
    settings.search_example = texts.SEARCH_EXAMPLE
    settings.lost_title = texts.LOST_TITLE
    settings.meta_description = texts.META_DESCRIPTION
    settings.save()

"""Drafts, versions, approval, locks and the clock: what is shown is what somebody wanted shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from wagtail.test.utils.form_data import rich_text, streamfield

from shop.cms_pages.models import LandingPage
from shop.core import page_cache
from shop.tasks.schedule import publish_scheduled_pages
from tests.cms_pages.editing import edit, editor, hero, home_page, page_form, publish
from tests.cms_pages.test_product_pages import layout, layout_form, words
from tests.factories import make_product, make_user
from tests.factories.pictures import make_image

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=ZoneInfo("Europe/London"))


def home() -> str:
    return Client().get("/").content.decode()


def test_two_versions_are_compared_and_the_older_one_comes_back() -> None:
    client, page, image = editor(), home_page(), make_image()
    publish(client, page, hero(image, "First words"))
    first = page.revisions.latest("pk")
    publish(client, page, hero(image, "Second thoughts"))
    second = page.revisions.latest("pk")

    compared = client.get(f"/cms/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/")
    assert compared.status_code == 200
    assert "First" in compared.content.decode()
    assert "thoughts" in compared.content.decode()

    assert client.get(f"/cms/pages/{page.pk}/revisions/{first.pk}/revert/").status_code == 200
    publish(client, page, hero(image, "First words"), revision=first.pk)
    assert "First words" in home()
    assert page.revisions.count() == 4  # and what the page was before anybody edited it


def test_a_publisher_sends_a_page_back_and_it_stays_as_it_was() -> None:
    page, image = home_page(), make_image()
    edit(editor(), page, hero(image, "Too loud"), **{"action-submit": "on"})
    state = page.current_workflow_task_state

    editor("Publishers").post(
        f"/cms/pages/workflow/action/{page.pk}/reject/{state.pk}/", {"comment": "Softer, please"}
    )

    assert "Too loud" not in home()
    assert "Softer, please" in editor().get(f"/cms/pages/{page.pk}/edit/").content.decode()


def test_a_layout_is_submitted_and_approved_as_a_page_is() -> None:
    mug = make_product("Mug")
    made = layout("All", words("As it was"))
    text = streamfield([("rich_text", {"text": rich_text("<p>Thought over</p>")})])
    editing = f"/cms/snippets/cms_pages/productlayout/edit/{made.pk}/"

    editor().post(editing, layout_form(name="All", body=text, **{"action-submit": "on"}))

    waiting = editor("Publishers").get("/cms/").content.decode()
    assert f'href="{editing}"' in waiting.partition("Awaiting approval")[2]
    assert "Thought over" not in Client().get(mug.get_absolute_url()).content.decode()
    state = made.current_workflow_task_state
    way = f"/cms/snippets/cms_pages/productlayout/workflow/action/{made.pk}/approve/{state.pk}/"
    editor().post(way)  # a merchandiser cannot
    state.refresh_from_db()
    assert state.status == "in_progress"
    editor("Publishers").post(way)
    assert "Thought over" in Client().get(mug.get_absolute_url()).content.decode()
    assert f'href="{editing}"' not in editor("Publishers").get("/cms/").content.decode()


def test_a_merchandiser_cannot_approve() -> None:
    page = home_page()
    edit(editor(), page, hero(make_image(), "Mine"), **{"action-submit": "on"})
    state = page.current_workflow_task_state

    editor().post(f"/cms/pages/workflow/action/{page.pk}/approve/{state.pk}/", {"comment": ""})

    state.refresh_from_db()
    assert state.status == "in_progress"
    assert "Mine" not in home()


def test_a_locked_page_is_its_holders_alone() -> None:
    page, holder = home_page(), editor()
    holder.post(f"/cms/pages/{page.pk}/lock/")

    def draft() -> str:
        return str(home_page().get_latest_revision_as_object().body)

    edit(editor(), page, hero(make_image(), "By another"))
    assert "By another" not in draft()
    edit(holder, page, hero(make_image(), "By its holder"))
    assert "By its holder" in draft()

    # What somebody forgot to unlock, a publisher opens; another merchandiser cannot.
    editor().post(f"/cms/pages/{page.pk}/unlock/")
    page.refresh_from_db()
    assert page.locked
    editor("Publishers").post(f"/cms/pages/{page.pk}/unlock/")
    page.refresh_from_db()
    assert not page.locked


def test_editors_talk_about_a_page_beside_it() -> None:
    client, page = editor(), home_page()
    comment = {
        "TOTAL_FORMS": 1,
        "INITIAL_FORMS": 0,
        "MIN_NUM_FORMS": 0,
        "MAX_NUM_FORMS": "",
        "0": {
            "id": "",
            "contentpath": "title",
            "text": "Is this the name?",
            "position": "",
            "replies": {
                "TOTAL_FORMS": 0,
                "INITIAL_FORMS": 0,
                "MIN_NUM_FORMS": 0,
                "MAX_NUM_FORMS": "",
            },
        },
    }

    assert edit(client, page, comments=comment).status_code == 302

    assert "Is this the name?" in editor().get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "Is this the name?" not in home()


@pytest.mark.parametrize("way", ["the clock's task", "the command"])
def test_what_is_scheduled_shows_and_goes_with_the_clock_though_pages_are_kept(
    way: str, django_capture_on_commit_callbacks: Any
) -> None:
    page = home_page()

    def tick(moment: datetime) -> tuple[bool, str]:
        """The clock strikes; then what shoppers see, and what is kept of the page."""
        with (
            time_machine.travel(moment, tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            if way == "the command":
                call_command("publish_scheduled", verbosity=0)
            else:
                publish_scheduled_pages()
        with time_machine.travel(moment, tick=False):
            return "The spring sale" in home(), kept()

    def kept() -> str:
        source = page_cache.sources.page(page.pk)
        return page_cache.remember("test:headline", lambda: str(home_page().body), source)

    with time_machine.travel(NOON, tick=False):
        publish(
            editor(),
            page,
            hero(make_image(), "The spring sale"),
            go_live_at=(NOON + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M"),
        )
    # The first change of a page that nobody has edited: meanwhile it stands as it did.
    assert Client().get("/").status_code == 200
    before = tick(NOON + timedelta(minutes=59))
    after = tick(NOON + timedelta(minutes=61))

    assert before[0] is False
    assert "The spring sale" not in before[1]
    assert after[0] is True
    assert "The spring sale" in after[1]


def test_a_page_expires_with_the_clock(django_capture_on_commit_callbacks: Any) -> None:
    page = home_page().add_child(
        instance=LandingPage(title="Sale", slug="sale", expire_at=NOON, show_in_menus=True)
    )

    def seen() -> tuple[int, bool]:
        return Client().get(page.get_url()).status_code, "/sale/" in home()

    with time_machine.travel(NOON - timedelta(seconds=1), tick=False):
        publish_scheduled_pages()
        assert seen() == (200, True)
    with time_machine.travel(NOON + timedelta(seconds=1), tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            publish_scheduled_pages()
        assert seen() == (404, False)


def test_the_clock_looks_often_enough() -> None:
    looks = [
        entry["schedule"]
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if entry["task"] == "shop.tasks.schedule.publish_scheduled_pages"
    ]
    assert looks
    assert max(looks) <= 60


def test_a_page_that_would_end_before_it_begins_is_refused() -> None:
    response = edit(
        editor(), home_page(), go_live_at="2027-03-02 12:00", expire_at="2027-03-01 12:00"
    )

    assert "Go live date/time must be before expiry date/time" in response.content.decode()


CMS = ["/cms/", "/cms/pages/", "/cms/images/", "/cms/redirects/", "/cms/snippets/search/synonym/"]
ADMINISTRATION = ["/cms/users/", "/cms/groups/", "/cms/sites/", "/cms/workflows/list/"]
ORDERS = ["/dashboard/orders/", "/dashboard/users/", "/dashboard/reports/"]
CATALOGUE = ["/dashboard/catalogue/", "/dashboard/vat/", "/dashboard/pictures/"]


@pytest.mark.parametrize(
    ("group", "may", "may_not"),
    [
        ("Merchandisers", CMS, [*ADMINISTRATION, *ORDERS, *CATALOGUE]),
        ("Publishers", CMS, [*ADMINISTRATION, *ORDERS, *CATALOGUE]),
        ("Order admins", ["/dashboard/orders/"], [*CMS, *ADMINISTRATION, "/dashboard/catalogue/"]),
        ("Catalogue admins", CATALOGUE, [*CMS, *ADMINISTRATION, *ORDERS]),
    ],
)
def test_each_group_opens_its_own_rooms_and_no_other(
    group: str, may: list[str], may_not: list[str]
) -> None:
    staff = group.endswith("admins")
    user = make_user(is_staff=staff)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)

    assert {path: client.get(path).status_code for path in may} == dict.fromkeys(may, 200)
    opened = [path for path in may_not if client.get(path).status_code == 200]
    assert opened == []


def test_a_page_is_not_changed_by_who_may_not() -> None:
    page = home_page()
    for group in ("Order admins", "Catalogue admins"):
        user = make_user(is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        client.post(f"/cms/pages/{page.pk}/edit/", page_form(title="Taken over"))
        client.post(f"/cms/pages/{page.pk}/delete/")
    page.refresh_from_db()
    assert page.title == "Tarn & Weald"
    assert not page.revisions.exists()

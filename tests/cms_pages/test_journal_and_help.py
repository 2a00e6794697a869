"""The journal, the questions page and the contact form, as shoppers and editors meet them."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.forms.models import FormSubmission

from shop.cms_pages.models import ArticlePage, ContactField, ContactPage, JournalPage, LandingPage
from shop.communication.models import OutboundMessage
from shop.communication.rendering import build_email
from tests.cms_pages.editing import editor, home_page
from tests.factories import make_product
from tests.factories.pictures import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def journal() -> JournalPage:
    page: JournalPage = home_page().add_child(instance=JournalPage(title="Journal", slug="journal"))
    return page


def write(journal: JournalPage, title: str = "One lamp", **fields: Any) -> ArticlePage:
    slug = title.lower().replace(" ", "-")
    story = journal.add_child(instance=ArticlePage(title=title, slug=slug, **fields))
    story.save_revision().publish()
    return story


def structured(page: str) -> list[dict]:
    found = re.findall(r'ld\+json">(.*?)</script>', page, re.S)
    return [thing for data in found for thing in json.loads(data).get("@graph", [])]


def test_a_story_sells_and_is_an_article_for_search_engines(journal: JournalPage) -> None:
    mug = make_product("Mug", price="18.00")
    rows = {"heading": "From it", "source": "chosen", "limit": 4, "products": [mug]}
    write(
        journal,
        introduction="A lamp </script> where you sit.",
        picture=make_image("Lamp", width=1600, height=900),
        author="Ines Marlow",
        body=[("product_row", rows)],
    )

    page = Client().get("/journal/one-lamp/").content.decode()

    assert "£18.00" in page
    (article,) = [thing for thing in structured(page) if thing["@type"] == "Article"]
    assert article["headline"] == "One lamp"
    assert article["author"] == {"@type": "Person", "name": "Ines Marlow"}
    assert article["publisher"]["name"]
    assert article["image"][0].startswith("http")
    assert re.match(r"\d{4}-\d\d-\d\d", article["datePublished"])
    assert article["mainEntityOfPage"].endswith("/journal/one-lamp/")


def test_the_journal_lists_stories_newest_first_in_pages(journal: JournalPage) -> None:
    for day in range(1, 15):
        write(journal, f"Story {day}", published_on=f"2026-01-{day:02}")
    client = Client()

    first = client.get("/journal/").content.decode()

    assert first.index("Story 14") < first.index("Story 13")
    assert "Story 1<" not in first
    assert "Story 1<" in client.get("/journal/?page=2").content.decode()
    assert client.get("/journal/?page=9").status_code == 404
    assert client.get("/journal/?page=x").status_code == 404


def test_thirty_stories_cost_no_more_queries_than_three(journal: JournalPage) -> None:
    def cost() -> int:
        client = Client()
        client.get("/journal/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/journal/?page=1")
        return len(captured)

    for number in range(3):
        write(journal, f"Story {number}", picture=make_image())
    few = cost()
    for number in range(3, 12):
        write(journal, f"Story {number}", picture=make_image())

    assert cost() == few
    assert few <= 15


@pytest.fixture
def contact() -> ContactPage:
    page: ContactPage = home_page().add_child(
        instance=ContactPage(
            title="Contact",
            slug="contact",
            to_address="hello@example.com",
            thanks="We read it.",
            form_fields=[
                ContactField(label="Name", clean_name="name", field_type="singleline"),
                ContactField(label="E-mail", clean_name="email", field_type="email"),
                ContactField(label="Message", clean_name="message", field_type="multiline"),
            ],
        )
    )
    return page


def send(page: ContactPage, client: Client | None = None, **changes: Any) -> Any:
    data = {"name": "Ada", "email": "ada@example.com", "message": "A lid, <b>please</b>."}
    return (client or Client()).post(
        f"/forms/{page.pk}/", data | changes, headers={"Sec-Fetch-Site": "same-origin"}
    )


def test_a_message_is_kept_and_sent_to_the_shop(contact: ContactPage) -> None:
    page = Client().get("/contact/")
    assert not page.cookies
    assert "csrf" not in page.content.decode()

    response = send(contact)

    assert response.status_code == 302
    assert "We read it." in Client().get(response["Location"]).content.decode()
    submission = FormSubmission.objects.get()
    assert submission.get_data()["message"] == "A lid, <b>please</b>."
    message = OutboundMessage.objects.get(kind="enquiry")
    assert message.recipient == "hello@example.com"
    email = build_email(message)
    assert "A lid, <b>please</b>." in email.body
    assert "&lt;b&gt;please" in str(email.alternatives[0][0])


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(contact: ContactPage) -> None:
    response = send(contact, email="ada")

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Ada"' in page
    assert "A lid, &lt;b&gt;please" in page
    assert 'aria-invalid="true"' in page
    assert not FormSubmission.objects.exists()


def test_programs_and_other_sites_send_nothing(contact: ContactPage) -> None:
    assert send(contact, website="https://spam.example/").status_code == 302
    assert Client().post(f"/forms/{contact.pk}/", {}).status_code == 403
    contact.unpublish()
    assert send(contact).status_code == 404
    assert not FormSubmission.objects.exists()


def test_editors_read_and_take_away_the_messages(contact: ContactPage) -> None:
    send(contact)
    client = editor()

    assert "ada@example.com" in client.get(f"/cms/forms/submissions/{contact.pk}/").content.decode()
    export = client.get(f"/cms/forms/submissions/{contact.pk}/?export=csv")
    assert "ada@example.com" in export.getvalue().decode()


def test_what_a_page_says_to_search_engines() -> None:
    image = make_image("Sale", width=1200, height=630)
    home_page().add_child(
        instance=LandingPage(
            title="Sale",
            slug="sale",
            seo_title="Winter sale",
            search_description="All of it.",
            social_picture=image,
            canonical_address="https://example.com/first/",
            hidden_from_search=True,
        )
    )

    page = Client().get("/sale/").content.decode()

    assert "<title>Winter sale ·" in page
    assert '<link rel="canonical" href="https://example.com/first/">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert image.file.name.rpartition("/")[2] in page
    assert "/sale/" not in Client().get("/sitemap.xml").content.decode()


def test_the_editor_previews_the_search_result() -> None:
    page = editor().get(f"/cms/pages/{home_page().pk}/edit/").content.decode()

    assert "<search-preview" in page
    assert "js/cms/search-preview.js" in page

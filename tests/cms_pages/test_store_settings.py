"""What every page shows: names, lines and menus, and that reading them costs nothing while warm."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, streamfield

from shop.cms_pages.context_processors import store
from shop.cms_pages.models import ContentPage, StoreSettings
from shop.cms_pages.selectors import store_shell
from shop.communication.models import OutboundMessage
from shop.communication.rendering import build_email
from shop.core.brand import brand_name
from shop.core.page_cache.recording import recorded
from tests.cms_pages.editing import editor, home_page, items
from tests.factories import make_category, make_product, make_user
from tests.factories.pictures import make_image
from tests.factories.shopping import add_to_basket, countries

pytestmark = pytest.mark.django_db


def context() -> dict[str, Any]:
    return store(RequestFactory().get("/"))


def set_store(**fields: Any) -> Any:
    """Post the settings' form as a merchandiser."""
    form = {
        "brand_name": "Tarn & Weald",
        "tagline": "Other things",
        "announcement": "",
        "announcement_link": streamfield([]),
        "announcement_from": "",
        "announcement_until": "",
        "navigation": streamfield([]),
        "delivery_promise": "Free over £60",
        "delivery_and_returns": "Thirty days.",
        "returns_days": "30",
        "footer_text": "",
        "footer_menus": streamfield([]),
        "social_links": streamfield([]),
        "contact_email": "",
        "contact_phone": "",
        "email_footer": "",
        "search_example": "",
        "lost_title": "",
        "lost_text": "",
        "meta_description": "",
        "checkout_text": "",
        "cookie_text": "",
        "logo": "",
        "logo_dark": "",
        "icon": "",
        "social_picture": "",
        "terms_page": "",
        "privacy_page": "",
        "cookies_page": "",
    }
    site = Site.objects.get()
    return editor().post(
        f"/cms/settings/cms_pages/storesettings/{site.pk}/", nested_form_data(form | fields)
    )


def link_to(kind: str, value: Any) -> dict[str, Any]:
    """A destination as its form posts it."""
    chosen = {"deleted": "", "order": "0", "type": kind, "id": "", "value": value}
    return {"count": "1", "0": chosen}


NOWHERE = {"count": "0"}
NO_PROMO = {"image": "", "title": "", "text": "", "link": NOWHERE}


def category_entry(category: Any, *links: Any, **changes: Any) -> tuple[str, dict[str, Any]]:
    """A category of the main menu as its form posts it; with links they are those that unfold."""
    return "category", {
        "category": category.pk,
        "label": "",
        "below": "hand" if links else "rule",
        "links": items(*links),
        "promo": NO_PROMO,
    } | changes


def entry(label: str, *links: Any, **changes: Any) -> tuple[str, dict[str, Any]]:
    """Words of one's own in the main menu as their form posts them."""
    return "entry", {
        "label": label,
        "link": NOWHERE,
        "links": items(*links),
        "promo": NO_PROMO,
    } | changes


def header_of(client: Client, path: str = "/search/") -> str:
    page = client.get(path).content.decode()
    return page[page.index("<header") : page.index("<main")]


def test_without_settings_the_defaults_hold_and_no_row_is_made() -> None:
    shown = context()

    assert shown["store"].brand_name == "Tarn & Weald"
    assert shown["store"].announcement is None
    assert not StoreSettings.objects.exists()


def test_a_warm_shell_asks_nothing_and_a_lazy_one_even_less(
    django_assert_num_queries: Any,
) -> None:
    make_category("Tableware")
    with django_assert_num_queries(0):
        lazy = context()
    list(lazy["menu"]), list(lazy["footer_menus"])

    with django_assert_num_queries(0):
        warm = context()
        assert [item.title for item in warm["menu"]] == ["Tableware"]
        assert warm["store"].brand_name
        assert list(warm["footer_menus"])


def test_what_a_merchandiser_sets_shows_at_the_next_request(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client.get("/")
    everything = {"label": "Everything", "link": link_to("address", "/shop/")}
    column = {"title": "Ways", "links": items(everything)}

    with django_capture_on_commit_callbacks(execute=True):
        response = set_store(
            brand_name="Fell & Field",
            announcement="Open on Sunday",
            footer_text="Fell & Field Ltd",
            footer_menus=streamfield([("menu", column)]),
            meta_description="A shop.",
        )

    assert response.status_code == 302
    page = client.get("/shop/").content.decode()
    for words in (
        "Fell &amp; Field",
        "Open on Sunday",
        "Ways",
        "Everything",
        "Fell &amp; Field Ltd",
    ):
        assert words in page
    assert '<meta name="description" content="A shop.">' in page


def test_content_pages_that_are_in_menus_stand_in_the_footer(client: Client) -> None:
    home = home_page()
    home.add_child(instance=ContentPage(title="Contact", slug="contact", show_in_menus=True))
    home.add_child(instance=ContentPage(title="Secret", slug="secret"))

    page = client.get("/").content.decode()

    assert page.index("<footer") < page.index("Contact")
    assert "Secret" not in page


def test_an_unknown_host_gets_the_default_sites_shell() -> None:
    StoreSettings.objects.create(site=Site.objects.get(), brand_name="Fell & Field")

    assert store(RequestFactory().get("/", HTTP_HOST="127.0.0.1:81"))["store"].brand_name == (
        "Fell & Field"
    )


def test_the_main_menu_is_what_a_merchandiser_sets(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    kitchen, sale = make_category("Kitchen"), make_category("Sale")
    make_category("Brewing", parent=kitchen)
    make_category("Garden")
    tile = {
        "image": make_image("Kettle").pk,
        "title": "The slow breakfast",
        "text": "Nine pieces",
        "link": link_to("category", sale.pk),
    }
    header_of(client)

    with django_capture_on_commit_callbacks(execute=True):
        response = set_store(
            navigation=streamfield(
                [
                    category_entry(kitchen, label="For cooks", promo=tile),
                    entry("Gifts", {"label": "Under £40", "link": link_to("address", "/gifts/")}),
                    entry("Everything", link=link_to("address", "/shop/")),
                ]
            )
        )

    assert response.status_code == 302
    markup = header_of(client)
    menu = markup[markup.index("<mega-menu>") : markup.index("</mega-menu>")]
    assert menu.index("For cooks") < menu.index("Gifts") < menu.index("Everything")
    assert 'href="/shop/kitchen/brewing/"' in menu
    assert "Garden" not in markup
    assert "The slow breakfast" in menu
    assert 'href="/shop/sale/"' in menu
    assert 'href="/gifts/"' in menu
    # A word that only unfolds leads nowhere.
    assert "All of Gifts" not in markup
    assert 'href=""' not in markup


def test_a_menu_follows_a_category_that_is_renamed_or_hidden(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    kitchen, sale = make_category("Kitchen"), make_category("Sale")
    with django_capture_on_commit_callbacks(execute=True):
        set_store(navigation=streamfield([category_entry(kitchen), category_entry(sale)]))
    header_of(client)

    with django_capture_on_commit_callbacks(execute=True):
        kitchen.refresh_from_db()
        kitchen.name, kitchen.slug = "Cooking", "cooking"
        kitchen.save()
        sale.refresh_from_db()
        sale.is_public = False
        sale.save()

    markup = header_of(client)
    assert 'href="/shop/cooking/"' in markup
    assert "Kitchen" not in markup
    assert "Sale" not in markup


@pytest.mark.parametrize("below", ["itself", "above"])
def test_a_menu_that_leads_in_a_circle_is_refused_where_it_does(below: str) -> None:
    kitchen = make_category("Kitchen")
    brewing = make_category("Brewing", parent=kitchen)
    target = {"itself": brewing, "above": kitchen}[below]
    back = {"label": "Back", "link": link_to("category", target.pk)}

    response = set_store(brand_name="Kept", navigation=streamfield([category_entry(brewing, back)]))

    page = response.content.decode()
    assert response.status_code == 200
    assert "A menu must not lead in a circle" in page
    assert 'value="Kept"' in page
    assert not StoreSettings.objects.filter(brand_name="Kept").exists()


def test_a_group_that_holds_itself_or_nothing_and_a_category_twice_are_refused() -> None:
    shop = link_to("address", "/shop/")
    kitchen = make_category("Kitchen")
    wrong = {
        "leads there already": [entry("All", {"label": "Again", "link": shop}, link=shop)],
        "Choose where it leads, or give it links": [entry("Nothing")],
        "stands in the menu already": [category_entry(kitchen), category_entry(kitchen)],
        "Choose where the tile leads": [
            category_entry(kitchen, promo=NO_PROMO | {"title": "A tile"})
        ],
    }
    for words, navigation in wrong.items():
        assert words in set_store(navigation=streamfield(navigation)).content.decode(), words
    assert not StoreSettings.objects.exclude(navigation=[]).exists()


def test_an_announcement_stands_in_its_window_and_not_outside(client: Client) -> None:
    now = timezone.now()
    StoreSettings.objects.create(
        site=Site.objects.get(),
        announcement="The kiln is open",
        announcement_link=[("address", "/shop/")],
        announcement_from=now + timedelta(hours=1),
        announcement_until=now + timedelta(hours=2),
    )

    def told(hours: float) -> bool:
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            return "The kiln is open" in client.get("/search/").content.decode()

    assert [told(hours) for hours in (0, 1, 1.9, 2, 3)] == [False, True, True, False, False]


def test_a_kept_page_ends_when_the_announcement_comes_or_goes(rf: RequestFactory) -> None:
    now = timezone.now()
    begins, ends = now + timedelta(hours=1), now + timedelta(hours=2)
    StoreSettings.objects.create(
        site=Site.objects.get(),
        announcement="The kiln is open",
        announcement_from=begins,
        announcement_until=ends,
    )

    def kept_until(hours: float) -> Any:
        with time_machine.travel(now + timedelta(hours=hours), tick=False), recorded() as noted:
            store_shell(rf.get("/"))
        return noted.ends

    assert [kept_until(hours) for hours in (0, 1.5, 2.5)] == [begins, ends, None]


def test_an_announcement_that_ends_before_it_begins_is_refused() -> None:
    response = set_store(
        announcement="The kiln is open",
        announcement_from="2027-03-02 10:00",
        announcement_until="2027-03-02 09:00",
    )

    page = response.content.decode()
    assert "The announcement must end after it begins." in page
    assert "The kiln is open" in page
    assert not StoreSettings.objects.filter(announcement="The kiln is open").exists()


def test_logo_social_links_contact_and_legal_pages_stand_on_every_page(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    home = home_page()
    terms = home.add_child(instance=ContentPage(title="Terms", slug="terms"))
    privacy = home.add_child(instance=ContentPage(title="Privacy", slug="privacy"))
    logo, icon, shared = make_image("Logo"), make_image("Icon"), make_image("Shared")
    social = {"network": "Instagram", "url": "https://instagram.com/fellandfield"}
    with django_capture_on_commit_callbacks(execute=True):
        set_store(
            brand_name="Fell & Field",
            logo=logo.pk,
            icon=icon.pk,
            social_picture=shared.pk,
            social_links=streamfield([("link", social)]),
            contact_email="hello@fell.example",
            contact_phone="+44 15394 00000",
            terms_page=terms.pk,
            privacy_page=privacy.pk,
            cookie_text="Only what the basket needs.",
        )

    page = client.get("/search/").content.decode()
    header, footer = page[: page.index("<main")], page[page.index("<footer") :]
    assert f'<img src="{logo.file.url}"' in header
    assert 'alt="Fell &amp; Field"' in header
    assert f'<link rel="icon" href="{icon.file.url}">' in header
    assert f'property="og:image" content="http://testserver{shared.file.url}"' in header
    for words in (
        "https://instagram.com/fellandfield",
        "mailto:hello@fell.example",
        "tel:+441539400000",
        '/terms/">Terms',
        '/privacy/">Privacy',
        "Only what the basket needs.",
    ):
        assert words in footer, words
    assert '/privacy/">Privacy' in client.get("/accounts/signup/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        terms.unpublish()
    assert "/terms/" not in client.get("/search/").content.decode()


def test_the_checkout_says_what_the_merchandiser_set(client: Client) -> None:
    terms = home_page().add_child(instance=ContentPage(title="Terms", slug="terms"))
    StoreSettings.objects.create(
        site=Site.objects.get(),
        returns_days=14,
        checkout_text="By paying you accept our terms.",
        terms_page=terms,
    )
    countries()
    add_to_basket(client, make_product())

    page = client.get("/checkout/").content.decode()

    note = page[page.index('class="pay-note"') :]
    note = " ".join(note[: note.index("</p>")].split())
    assert "By paying you accept our terms. You can change your mind for 14 days." in note
    assert '/terms/"' in note


def test_letters_and_second_steps_bear_the_name_that_was_set() -> None:
    StoreSettings.objects.create(site=Site.objects.get(), brand_name="Fell & Field")

    assert brand_name() == "Fell & Field"
    letter = render_to_string("emails/base.html")
    assert "Fell &amp; Field" in letter
    assert "Tarn" not in letter
    assert get_adapter().get_totp_issuer() == "Fell & Field"


def test_the_search_field_and_the_page_that_is_not_there_say_what_a_merchant_wrote() -> None:
    lost = Client().get("/nowhere/").content.decode()
    assert "We cannot find this page" in lost
    assert 'placeholder="Search"' in lost

    set_store(
        search_example="A saddle, a <bell>", lost_title="Wrong turn", lost_text="Ride on from here."
    )

    lost = Client().get("/nowhere/").content.decode()
    for words in ("Wrong turn", "Ride on from here."):
        assert words in lost
    assert "We cannot find this page" not in lost
    for page in (lost, Client().get("/search/").content.decode()):
        assert 'placeholder="A saddle, a &lt;bell&gt;"' in page


def letter() -> Any:
    context = {"subject": "Hello", "body_text": "", "body_html": "<p>Hello</p>"}
    return build_email(
        OutboundMessage(kind="rendered", key="1", recipient="a@b.example", context=context)
    )


def test_letters_carry_the_merchants_name_and_how_to_reach_the_shop(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Somebody <hello@shop.example>"
    assert letter().from_email == "Tarn & Weald <hello@shop.example>"
    assert "mailto:" not in letter().alternatives[0].content

    set_store(
        brand_name="Fell, Field",
        contact_email="help@fell.example",
        contact_phone="+44 1539 000000",
        email_footer="Fell Ltd, Ambleside",
    )

    assert letter().message()["From"] == '"Fell, Field" <hello@shop.example>'
    html = letter().alternatives[0].content
    text = render_to_string("emails/base.txt")
    for said in ("help@fell.example", "+44 1539 000000", "Fell Ltd, Ambleside"):
        assert said in html
        assert said in text


def test_the_cms_and_the_dashboard_carry_the_merchants_name() -> None:
    StoreSettings.objects.create(site=Site.objects.get(), brand_name="Fell & Field")
    client = Client()
    user = make_user(is_staff=True)
    user.groups.set(Group.objects.all())
    client.force_login(user)

    cms = BeautifulSoup(client.get("/cms/").content, "html.parser")
    dashboard = BeautifulSoup(client.get("/dashboard/").content, "html.parser")

    assert cms.select("h1")[0].get_text(strip=True) == "Fell & Field"
    assert dashboard.select(".navbar-brand")[0].get_text(strip=True) == "Fell & Field"

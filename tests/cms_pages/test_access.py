"""What the groups may do in `/cms/`, and what they may not do elsewhere."""

from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import wagtail.admin
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from oscar.core.loading import get_model
from wagtail.models import GroupPagePermission, ReferenceIndex, Workflow, get_page_models

from shop.cms_pages.models import ContactPage, ContentPage, FaqPage, JournalPage, LandingPage
from shop.cms_pages.services import ensure_groups
from tests.cms_pages.editing import edit, editor, home_page, product_row, publish
from tests.factories import (
    make_category,
    make_offer,
    make_product,
    make_range,
    make_user,
    make_variants,
    make_voucher,
)
from tests.factories.pictures import add_picture

pytestmark = pytest.mark.django_db

StockRecord = get_model("partner", "StockRecord")
ADMIN_ICONS = Path(wagtail.admin.__file__).parent / "templates/wagtailadmin/icons"


def test_migrating_again_adds_nothing_and_takes_nothing_away() -> None:
    merchandisers = Group.objects.get(name="Merchandisers")
    extra = Group.objects.get(name="Publishers").permissions.first()
    before = (
        set(Group.objects.values_list("name", flat=True)),
        GroupPagePermission.objects.count(),
        set(merchandisers.permissions.values_list("pk", flat=True)),
    )
    assert extra is not None

    call_command("migrate", verbosity=0)
    ensure_groups()

    assert before == (
        set(Group.objects.values_list("name", flat=True)),
        GroupPagePermission.objects.count(),
        set(merchandisers.permissions.values_list("pk", flat=True)),
    )


def test_what_an_admin_takes_from_a_group_stays_taken() -> None:
    """A shop where nobody publishes alone takes that right from the merchandisers."""
    merchandisers = Group.objects.get(name="Merchandisers")
    publishing = GroupPagePermission.objects.filter(
        group=merchandisers, permission__codename="publish_page"
    )
    publishing.delete()
    totals = merchandisers.permissions.get(codename="view_sales_totals")
    merchandisers.permissions.remove(totals)

    call_command("migrate", verbosity=0)

    assert not publishing.all().exists()
    assert totals not in merchandisers.permissions.all()
    page, client = home_page(), editor()
    publish(client, page, product_row(make_product("Mug")))
    assert "Mug" not in Client().get("/").content.decode()
    edit(client, page, product_row(make_product("Bowl")), **{"action-submit": "on"})
    assert page.current_workflow_task_state is not None


def test_wagtails_own_groups_have_become_ours() -> None:
    names = set(Group.objects.values_list("name", flat=True))

    assert {"Merchandisers", "Publishers"} <= names
    assert not {"Editors", "Moderators"} & names
    assert Workflow.objects.get().name == "Approval by a publisher"


@pytest.mark.parametrize(
    "path",
    [
        "/cms/",
        "/cms/images/",
        "/cms/images/add/",
        "/cms/documents/",
        "/cms/redirects/",
        "/cms/settings/cms_pages/storesettings/",
    ],
)
@pytest.mark.parametrize("group", ["Merchandisers", "Publishers"])
def test_editors_have_what_they_need(path: str, group: str) -> None:
    assert editor(group).get(path, follow=True).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/dashboard/",
        "/dashboard/orders/",
        "/dashboard/catalogue/",
        "/dashboard/users/",
        "/cms/users/",
    ],
)
def test_editors_have_neither_orders_nor_products_nor_people(path: str) -> None:
    response = editor().get(path)

    assert response.status_code in (302, 403)


@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/product-chooser/"])
def test_a_shopper_is_no_editor(path: str) -> None:
    client = Client()
    client.force_login(make_user())

    assert client.get(path).status_code in (302, 403, 404)


def test_the_start_page_leads_to_the_home_page() -> None:
    page = editor().get("/cms/").content.decode()

    assert f'href="/cms/pages/{home_page().pk}/edit/"' in page
    assert "Change the home page" in page


def test_products_are_chosen_with_picture_and_price() -> None:
    mug = make_product("Stoneware Mug", price="18.00", stock=0)
    add_picture(mug)
    make_product("Oak Tray")
    client = editor()

    everything = client.get("/cms/product-chooser/").json()["html"]
    found = client.get("/cms/product-chooser/results/", {"q": "stone MUG"}).content.decode()
    chosen = client.get(f"/cms/product-chooser/chosen/{mug.pk}/").json()["result"]

    assert "Oak Tray" in everything
    assert "Oak Tray" not in found
    assert "£18.00" in found
    assert "Sold out" in found
    assert mug.images.get().original.file.url in found
    assert (chosen["id"], chosen["title"]) == (str(mug.pk), "Stoneware Mug")


def test_a_chooser_finds_article_numbers_and_taglines_as_the_listing_does() -> None:
    mug = make_product("Stoneware Mug", tagline="For long mornings")
    bowl = make_variants("Bowl", colours={"Oat": 2, "Ink": 3})
    make_product("Oak Tray")
    client = editor()
    numbers = [
        StockRecord.objects.get(product=mug).partner_sku,
        StockRecord.objects.filter(product__parent=bowl).first().partner_sku,
    ]

    for address in ("/cms/product-chooser/results/", "/cms/products/results/"):
        for words, name in zip((*numbers, "long morn"), ("Mug", "Bowl", "Mug"), strict=True):
            page = BeautifulSoup(client.get(address, {"q": words}).content, "html.parser")
            rows = page.select("tbody tr")
            assert len(rows) == 1, (address, words)
            assert name in rows[0].text


def test_an_offer_says_what_it_gives_to_whom_and_whether_it_does_now() -> None:
    now = timezone.now()
    make_offer(name="Table", percent="10.00", on=make_range(name="Tableware"))
    make_offer(name="Old", pounds="5", end_datetime=now - timedelta(days=1), offer_type="User")
    make_offer(name="Soon", percent="12.50", start_datetime=now + timedelta(days=1))
    make_offer(name="Held", delivery_percent="50", status="Suspended", offer_type="Voucher")

    page = editor().get("/cms/offer-chooser/results/").content.decode()

    rows = [" ".join(row.text.split()) for row in BeautifulSoup(page, "html.parser").select("tr")]
    assert "Table 10% off: Tableware Everybody Given now No end" in rows
    assert any("£5.00 off" in row and "Group Ended" in row for row in rows)
    assert any("12.5% off" in row and "Everybody Not begun" in row for row in rows)
    assert any("50% off delivery Voucher Suspended" in row for row in rows)


def shown_of(client: Client, kind: str, *things: Any) -> dict[str, Any]:
    """What a form asks of the things that were chosen."""
    answer = client.get(f"/cms/{kind}-chooser/shown/", {"id": [thing.pk for thing in things]})
    shown: dict[str, Any] = answer.json()
    return shown


def test_a_form_shows_picture_price_and_stock_of_what_was_chosen() -> None:
    mug = make_product("Mug", price="18.00", stock=7)
    add_picture(mug)
    lamp = make_product("Lamp", price="60.00", stock=0, is_public=False)
    mugs = make_category("Mugs", parent=make_category("Hidden", is_public=False))
    offer = make_offer(percent="10", on=make_range(name="Tableware"))
    client = editor()

    products = shown_of(client, "product", mug, lamp)

    assert products[str(mug.pk)]["facts"] == "£18.00 · 7 in stock"
    assert mug.images.get().original.file.url in products[str(mug.pk)]["picture"]
    assert products[str(lamp.pk)] == {"picture": "", "facts": "Not for sale · £60.00 · Sold out"}
    assert (
        shown_of(client, "category", mugs)[str(mugs.pk)]["facts"] == "/shop/hidden/mugs/ · Hidden"
    )
    facts = shown_of(client, "offer", offer)[str(offer.pk)]["facts"]
    assert facts == "10% off: Tableware · Everybody · Given now · No end"
    voucher = make_voucher("HEARTH")
    assert shown_of(client, "voucher", voucher)[str(voucher.pk)]["facts"].startswith(
        "HEARTH · Given"
    )
    odd = client.get("/cms/product-chooser/shown/", {"id": ["x", "", "²", "-1", "99999"]})
    assert odd.json() == {}
    shopper = Client()
    shopper.force_login(make_user())
    assert shopper.get("/cms/product-chooser/shown/").status_code in (302, 403)


def test_a_form_of_48_chosen_products_costs_what_one_of_three_costs() -> None:
    products = [make_product(f"Mug {number}") for number in range(48)]
    for product in products:
        add_picture(product)
    client = editor()

    def cost(number: int) -> tuple[int, int]:
        edit(client, home_page(), product_row(*products[:number], limit=48))
        form = f"/cms/pages/{home_page().pk}/edit/"
        client.get(form)
        with CaptureQueriesContext(connection) as opening:
            page = client.get(form).content.decode()
        assert f"Mug {number - 1}" in page
        with CaptureQueriesContext(connection) as asking:
            assert len(shown_of(client, "product", *products[:number])) == number
        return len(opening), len(asking)

    cost(3)  # what is kept by the process is read once
    few = cost(3)

    assert cost(48) == few
    assert few[1] <= 12


def test_several_products_are_chosen_at_once() -> None:
    mug, tray = make_product("Mug"), make_product("Oak Tray")
    client = editor()

    choices = client.get("/cms/product-chooser/", {"multiple": "1"}).json()["html"]
    chosen = client.get(
        "/cms/product-chooser/chosen-multiple/", {"id": [mug.pk, tray.pk], "multiple": "1"}
    ).json()["result"]

    assert choices.count('type="checkbox"') == 2
    assert {item["title"] for item in chosen} == {"Mug", "Oak Tray"}


def test_a_chooser_of_many_products_costs_no_more_queries(
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(12):
        add_picture(make_product(f"Plate {number}"))
    client = editor()
    client.get("/cms/product-chooser/results/")

    with django_assert_max_num_queries(14):
        client.get("/cms/product-chooser/results/")


def test_a_chooser_tells_how_many_are_left() -> None:
    make_product("Mug", stock=37)
    make_product("Plate", stock=0)

    found = editor().get("/cms/product-chooser/results/").content.decode()

    rows = [" ".join(row.text.split()) for row in BeautifulSoup(found, "html.parser").select("tr")]
    assert any(row.startswith("Mug") and row.endswith("37") for row in rows)
    assert any(row.startswith("Plate") and row.endswith("Sold out") for row in rows)


def test_a_chooser_of_many_categories_costs_no_more_queries(
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(12):
        make_category(f"Cups {number}", parent=make_category(f"Kind {number}"))
    client = editor()
    client.get("/cms/category-chooser/results/")

    with django_assert_max_num_queries(9):
        page = client.get("/cms/category-chooser/results/").content.decode()
    assert "Kind 1 &gt; Cups 1" in page


def test_categories_are_found_by_any_part_of_their_path() -> None:
    make_category("Mugs", parent=make_category("Tableware"))
    make_category("Lighting")

    found = editor().get("/cms/category-chooser/results/", {"q": "tableware"}).content.decode()

    assert "tableware/mugs" in found
    assert "Lighting" not in found


def test_a_publisher_approves_what_a_merchandiser_submits() -> None:
    page = home_page()
    edit(editor(), page, product_row(make_product("Oak Tray")), **{"action-submit": "on"})
    assert "Oak Tray" not in Client().get("/").content.decode()
    task_state = page.current_workflow_task_state

    editor("Publishers").post(
        f"/cms/pages/workflow/action/{page.pk}/approve/{task_state.pk}/", {"comment": ""}
    )

    assert "Oak Tray" in Client().get("/").content.decode()


def test_a_chosen_product_knows_the_pages_that_show_it() -> None:
    mug = make_product("Mug")
    publish(editor(), home_page(), product_row(mug))

    references = ReferenceIndex.get_references_to(mug)

    assert {reference.object_id for reference in references} == {str(home_page().pk)}


def test_every_type_of_page_has_a_sign_and_says_what_it_is_for() -> None:
    names = {path.stem for path in ADMIN_ICONS.glob("*.svg")}
    ours = [model for model in get_page_models() if model.__module__.startswith("shop.")]
    assert len(ours) == 11
    for model in ours:
        assert model.page_icon in names, model
        assert model.get_page_description(), model

    choice = editor().get(f"/cms/pages/{home_page().pk}/add_subpage/").content.decode()

    for model in (LandingPage, ContentPage, FaqPage, JournalPage, ContactPage):
        assert f"#icon-{model.page_icon}" in choice
        assert model.get_page_description() in unescape(choice)
    assert "Tarn &amp; Weald</title>" in " ".join(choice.split())

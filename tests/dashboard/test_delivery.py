"""Delivery methods in the dashboard: made, changed, refused, deleted, and who may."""

from datetime import time
from decimal import Decimal

import pytest
from oscar.core.loading import get_model

from tests.factories import add_to_basket, make_method, make_product, make_user, place_order

DeliveryMethod = get_model("shipping", "DeliveryMethod")
Order = get_model("order", "Order")

pytestmark = pytest.mark.django_db

LIST = "/dashboard/shipping/"
CREATE = "/dashboard/shipping/create/"

COURIER = {
    "name": "Courier",
    "code": "courier",
    "description": "Rings before coming",
    "countries": ["GB"],
    "charge": "9.50",
    "free_from": "",
    "min_days": "1",
    "max_days": "2",
    "cut_off": "16:30",
    "is_active": "on",
    "display_order": "5",
}


def form(bands=(), *, there=0, **changes):
    """What the page sends: `bands` are (up_to_kg, charge), the first of them `there` already."""
    data = {**COURIER, **changes}
    for number, (limit, charge) in enumerate(bands):
        data |= {f"bands-{number}-up_to_kg": limit, f"bands-{number}-charge": charge}
    data |= {"bands-TOTAL_FORMS": len(bands), "bands-INITIAL_FORMS": there}
    return {name: value for name, value in data.items() if value is not None}


@pytest.fixture
def page(client, catalogue_admin):
    """The client, logged in as one who looks after the catalogue."""
    client.force_login(catalogue_admin)
    return client


def edit(method):
    return f"/dashboard/shipping/{method.pk}/"


def test_a_new_method_is_in_the_checkout_at_once(page, client):
    add_to_basket(client, make_product(price="20.00"))
    assert "Courier" not in client.get("/checkout/").content.decode()
    saved = page.post(CREATE, form(bands=[("5", "9.50"), ("", "19.50")]), follow=True)
    assert "the checkout offers it" in saved.content.decode()
    method = DeliveryMethod.objects.get(code="courier")
    assert (method.charge, method.free_from, method.cut_off) == (
        Decimal("9.50"),
        None,
        time(16, 30),
    )
    assert [(band.up_to_kg, band.charge) for band in method.bands.all()] == [
        (Decimal("5"), Decimal("9.50")),
        (None, Decimal("19.50")),
    ]
    checkout = client.get("/checkout/").content.decode()
    assert "Courier" in checkout
    assert "Rings before coming" in checkout
    place_order(client, method_code="courier")
    assert Order.objects.get().shipping_incl_tax == Decimal("9.50")


def test_the_list_says_what_each_one_is(page):
    make_method(
        code="pallet",
        name="Pallet",
        bands={"10": "9.50", None: "19.50"},
        is_active=False,
        to=["FR"],
    )
    text = page.get(LIST).content.decode()
    for word in ("Pallet", "France", "Up to 10 kg", "Heavier", "£19.50", "14:00", "2–3", "No"):
        assert word in text
    assert '"/dashboard/shipping/"' in page.get("/dashboard/").content.decode()


def test_the_list_costs_the_same_for_many(page, django_assert_max_num_queries):
    page.get(LIST)
    for number in range(30):
        make_method(code=f"way-{number}", bands={"5": "3.00", None: "9.00"})
    with django_assert_max_num_queries(12):
        page.get(LIST)


def test_a_method_is_changed_with_its_bands(page):
    method = make_method(code="courier", name="Van", bands={"5": "3.00", None: "9.00"})
    opened = page.get(edit(method))
    assert opened.context["form"].initial["name"] == "Van"
    assert 'value="14:00"' in opened.content.decode()
    assert 'value="5.000"' in opened.content.decode()
    data = form([("5", "3.50"), ("", "9.00"), ("8", "4.00")], there=2, is_active=None)
    data |= {"bands-1-DELETE": "on"}
    assert page.post(edit(method), data).url == LIST
    method.refresh_from_db()
    assert (method.name, method.is_active) == ("Courier", False)
    assert [(band.up_to_kg, band.charge) for band in method.bands.all()] == [
        (Decimal("5"), Decimal("3.50")),
        (Decimal("8"), Decimal("4.00")),
    ]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "required"),
        ({"code": "two words"}, "code", "slug"),
        ({"code": "express"}, "code", "has this code already for United Kingdom"),
        ({"countries": []}, "countries", "at least one country"),
        ({"countries": ["XX"]}, "countries", "not one of the available"),
        ({"charge": ""}, "charge", "required"),
        ({"charge": "-1"}, "charge", "less than nothing"),
        ({"charge": "NaN"}, "charge", "number"),
        ({"charge": "1.999"}, "charge", "decimal places"),
        ({"charge": "9" * 40}, "charge", "digits"),
        ({"free_from": "-0.01"}, "free_from", "less than nothing"),
        ({"min_days": "3", "max_days": "2"}, "max_days", "fewer than the least"),
        ({"min_days": "-1"}, "min_days", "greater than or equal to 0"),
        ({"max_days": "61"}, "max_days", "less than or equal to 60"),
        ({"cut_off": "25:00"}, "cut_off", "valid time"),
        ({"name": "x" * 10_000}, "name", "128"),
    ],
)
def test_what_cannot_be_is_said_next_to_its_field_and_nothing_is_lost(page, changes, field, words):
    before = DeliveryMethod.objects.count()
    refused = page.post(CREATE, form(bands=[("5", "7.77")], **changes))
    text = refused.content.decode()
    assert refused.status_code == 422
    assert any(words in error for error in refused.context["form"].errors[field])
    assert list(refused.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in text
    assert "7.77" in text
    assert "Rings before coming" in text
    assert DeliveryMethod.objects.count() == before


@pytest.mark.parametrize(
    ("bands", "number", "field", "words"),
    [
        ([("5", "3.00"), ("5.000", "4.00")], 1, "up_to_kg", "already"),
        ([("", "3.00"), ("5", "2.00"), ("", "4.00")], 2, "up_to_kg", "without a limit"),
        ([("5", "-3.00")], 0, "charge", "less than nothing"),
        ([("5", "")], 0, "charge", "required"),
        ([("0", "3.00")], 0, "up_to_kg", "weighs something"),
        ([("heavy", "3.00")], 0, "up_to_kg", "number"),
    ],
)
def test_bands_that_cannot_be_are_refused_with_the_whole_form(page, bands, number, field, words):
    refused = page.post(CREATE, form(bands=bands))
    text = refused.content.decode()
    assert refused.status_code == 422
    assert words in str(refused.context["bands"].forms[number].errors[field])
    assert f'id="id_bands-{number}-{field}_error"' in text
    assert not DeliveryMethod.objects.filter(code="courier").exists()


def test_a_band_may_take_the_place_of_one_that_is_deleted(page):
    method = make_method(code="courier", bands={"5": "3.00"})
    data = form([("5", "3.00"), ("5", "4.00")], there=1) | {"bands-0-DELETE": "on"}
    assert page.post(edit(method), data).status_code == 302
    assert [band.charge for band in method.bands.all()] == [Decimal("4.00")]


def test_limits_may_be_swapped(page):
    method = make_method(code="courier", bands={"5": "3.00", "8": "4.00"})
    data = form([("8", "3.00"), ("5", "4.00")], there=2)
    assert page.post(edit(method), data).status_code == 302
    assert [(band.up_to_kg, band.charge) for band in method.bands.all()] == [
        (Decimal("5"), Decimal("4.00")),
        (Decimal("8"), Decimal("3.00")),
    ]


def test_one_code_may_serve_other_countries_and_wait_switched_off(page):
    clash = form(code="standard", countries=["GB", "FR"])
    text = page.post(CREATE, clash).content.decode()
    assert "has this code already for France and United Kingdom" in text
    assert page.post(CREATE, clash | {"is_active": ""}).status_code == 302
    waiting = DeliveryMethod.objects.get(name="Courier")
    assert page.post(edit(waiting), form(code="standard")).status_code == 422  # switched on
    DeliveryMethod.objects.filter(code="standard").exclude(pk=waiting.pk).update(is_active=False)
    assert page.post(edit(waiting), form(code="standard")).status_code == 302
    assert page.post(edit(waiting), form(code="standard", name="Own")).status_code == 302


def test_deleting_asks_first_and_leaves_orders_alone(page, client):
    add_to_basket(client, make_product(price="20.00"))
    place_order(client, method_code="express")
    express = DeliveryMethod.objects.get(code="express")
    asked = page.get(f"{edit(express)}delete/")
    assert "United Kingdom" in asked.content.decode()
    assert DeliveryMethod.objects.filter(pk=express.pk).exists()
    assert page.post(f"{edit(express)}delete/").url == LIST
    assert not DeliveryMethod.objects.filter(pk=express.pk).exists()
    assert Order.objects.get().shipping_method == "Express delivery"
    assert page.get(edit(express)).status_code == 404
    assert page.post(edit(express), form()).status_code == 404


def test_with_no_method_left_the_list_says_what_that_means(page):
    DeliveryMethod.objects.all().delete()
    assert "nobody can check out" in page.get(LIST).content.decode()


@pytest.mark.parametrize("data", [{}, {"bands-TOTAL_FORMS": "x"}, {"bands-TOTAL_FORMS": "5000"}])
def test_a_form_that_no_page_sends_is_refused(page, data):
    assert page.post(CREATE, {**COURIER, **data}).status_code == 422


def test_order_admins_look_and_change_nothing(client, order_admin):
    client.force_login(order_admin)
    express = DeliveryMethod.objects.get(code="express")
    listed = client.get(LIST)
    assert listed.status_code == 200
    assert edit(express) not in listed.content.decode()
    for url in (CREATE, edit(express), f"{edit(express)}delete/"):
        assert client.get(url).status_code == 403
        assert client.post(url, form()).status_code == 403
    express.refresh_from_db()
    assert express.name == "Express delivery"


def test_rights_without_being_staff_open_nothing(client):
    from django.contrib.auth.models import Group

    shopper = make_user()
    shopper.groups.add(Group.objects.get(name="Catalogue admins"))
    client.force_login(shopper)
    assert client.get(LIST).status_code == 403
    assert client.post(CREATE, form()).status_code == 403
    client.logout()
    assert client.get(LIST).status_code == 302


def test_oscars_own_methods_are_gone(client, admin):
    client.force_login(admin)
    assert client.get("/dashboard/shipping/weight-based/").status_code == 404
    assert client.get("/django-admin/shipping/weightbased/").status_code == 404

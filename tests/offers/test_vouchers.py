"""Applying a voucher: what is accepted, and why the others are not, in words."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from oscar.core.loading import get_model

from tests.factories import (
    PASSWORD,
    add_to_basket,
    countries,
    make_offer,
    make_product,
    make_range,
    make_user,
    make_voucher,
    place_order,
)

pytestmark = pytest.mark.django_db

Basket = get_model("basket", "Basket")
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def shopper(client):
    """Somebody with a mug at £18.00 in the basket."""
    countries()
    add_to_basket(client, make_product(stock=100))
    return client


def apply(client, code="HEARTH", **extra):
    return client.post("/basket/vouchers/add/", {"code": code, "next": "/basket/"}, **extra)


def in_days(days):
    return date_format(timezone.localtime(timezone.now() + timedelta(days=days)), "j F Y")


@pytest.mark.parametrize("typed", ["HEARTH", "hearth", "  Hearth "])
def test_a_code_is_taken_however_it_is_typed(shopper, typed):
    voucher = make_voucher()
    response = apply(shopper, typed)
    assert (response.status_code, response.url) == (302, "/basket/")
    assert "“HEARTH” is applied." in [str(m) for m in get_messages(response.wsgi_request)]
    page = shopper.get("/basket/").text
    assert "Voucher HEARTH" in page
    assert "-£5.00" in page
    voucher.refresh_from_db()
    assert voucher.num_basket_additions == 1


def expired():
    make_voucher(starts_in_days=-9, ends_in_days=-2)
    return f"“HEARTH” ended on {in_days(-2)}."


def early():
    make_voucher(starts_in_days=3, ends_in_days=9)
    return f"“HEARTH” starts on {in_days(3)}. Please come back then."


def unknown():
    return "We do not know the code “HEARTH”. Please check how it is spelt."


def used_up():
    make_voucher(max_global_applications=2, num_applications=2)
    return "“HEARTH” has been used up."


def suspended():
    make_voucher(status="Suspended")
    return "“HEARTH” is not given at the moment."


def members_only():
    make_voucher(usage="Once per customer")
    return "“HEARTH” works once for each customer. Please log in to use it."


def too_small():
    make_voucher(condition=("Value", "50"))
    return "“HEARTH” is for baskets of £50.00 or more."


def too_few():
    make_voucher(condition=("Count", "3"))
    return "“HEARTH” is for 3 things or more."


def too_alike():
    make_voucher(condition=("Coverage", "2"))
    return "“HEARTH” is for 2 different things or more."


def elsewhere():
    make_voucher(condition_range=make_range(make_product("Rug"), name="Rugs"))
    return "“HEARTH” is for baskets with something of “Rugs”."


def less_of_it():
    rugs = make_range(make_product("Rug"), name="Rugs")
    make_voucher(condition=("Value", "20"), condition_range=rugs)
    return "“HEARTH” is for £20.00 or more of “Rugs”."


def on_nothing_here():
    rugs = make_range(make_product("Rug"), name="Rugs")
    make_voucher(on=rugs, condition_range=make_range())
    return "“HEARTH” is for “Rugs”; nothing of that is in your basket."


def beside_a_sale():
    make_offer(percent="10", name="Autumn sale", priority=5)
    make_voucher()
    return "“HEARTH” cannot be combined with “Autumn sale”."


REFUSALS = [
    expired,
    early,
    unknown,
    used_up,
    suspended,
    members_only,
    too_small,
    too_few,
    too_alike,
    elsewhere,
    less_of_it,
    on_nothing_here,
    beside_a_sale,
]


@pytest.mark.parametrize("script", [False, True])
@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.__name__)
def test_a_refused_voucher_says_why_next_to_the_field(shopper, case, script):
    why = case()
    before = shopper.get("/basket/").context["contents"].totals
    response = apply(shopper, "hearth", **(HTMX if script else {}))
    assert response.status_code == 422
    text = response.text
    assert why in text
    assert text.index('id="voucher-code"') < text.index(why)
    assert 'value="hearth"' in text
    assert 'aria-invalid="true"' in text
    assert ("<html" in text) is not script
    if not script:
        assert response.context["contents"].totals == before
    assert not Basket.objects.get().vouchers.exists()


def test_a_single_use_voucher_that_was_used(shopper):
    make_voucher(usage="Single use")
    apply(shopper)
    place_order(shopper)
    other = Client()
    add_to_basket(other, make_product("Vase"))
    assert "“HEARTH” has been used already." in apply(other).text


def test_a_customers_second_use(client):
    countries()
    user = make_user()
    client.login(username=user.email, password=PASSWORD)
    product = make_product(stock=100)
    add_to_basket(client, product)
    make_voucher(usage="Once per customer")
    assert apply(client).status_code == 302
    assert place_order(client).status_code == 302
    add_to_basket(client, product)
    assert "You have used “HEARTH” already; it works once" in apply(client).text


def test_a_customers_share_of_an_offer(client):
    countries()
    user = make_user()
    client.login(username=user.email, password=PASSWORD)
    product = make_product(stock=100)
    add_to_basket(client, product)
    make_voucher(max_user_applications=1)
    apply(client)
    place_order(client)
    add_to_basket(client, product)
    assert "as often as it works for one customer" in apply(client).text


def test_a_voucher_twice(shopper):
    make_voucher()
    apply(shopper)
    assert "“HEARTH” is in your basket already." in apply(shopper).text


def test_a_voucher_on_an_empty_basket(client):
    make_voucher()
    response = apply(client, **HTMX)
    assert response.status_code == 422
    assert "Please put something in it first." in response.text
    assert not Basket.objects.exists()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Please type the code"),
        ("   ", "Please type the code"),
        ("x" * 10_000, "No code is that long"),
        ("a\0b", "Null characters"),
        ("<script>", "We do not know the code “&lt;SCRIPT&gt;”"),
        ("%(code)s %s", "We do not know the code “%(CODE)S %S”"),
        ("ГОРН", "We do not know the code “ГОРН”"),
    ],
)
def test_what_no_code_looks_like(shopper, typed, why):
    response = apply(shopper, typed)
    assert response.status_code == 422
    assert why in response.text


def test_with_script_the_form_alone_is_answered_and_the_page_told(shopper):
    make_voucher()
    response = apply(shopper, **HTMX)
    assert response.status_code == 200
    assert response["HX-Trigger"] == "basket-changed"
    assert "<html" not in response.text
    assert "“HEARTH” is applied." in response.text
    assert 'name="csrfmiddlewaretoken"' in response.text


def test_a_form_on_another_page_leads_back_there_and_nowhere_else(shopper):
    make_voucher()
    data = {"code": "hearth", "next": "/checkout/"}
    assert shopper.post("/basket/vouchers/add/", data).url == "/checkout/"
    pk = Basket.objects.get().vouchers.get().pk
    for elsewhere in ("https://evil.example/", "//evil.example/", "-1", "no-such-view"):
        data = {"next": elsewhere}
        assert shopper.post(f"/basket/vouchers/{pk}/remove/", data).url == "/basket/"


def test_a_voucher_is_taken_out(shopper):
    voucher = make_voucher()
    apply(shopper)
    assert shopper.post(f"/basket/vouchers/{voucher.pk}/remove/").status_code == 302
    assert "Voucher HEARTH" not in shopper.get("/basket/").text
    assert shopper.post(f"/basket/vouchers/{voucher.pk}/remove/").status_code == 302
    voucher.refresh_from_db()
    assert voucher.num_basket_additions == 0


def test_a_voucher_that_lost_its_effect_stays_and_says_why(shopper):
    make_voucher(condition=("Count", "2"))
    line = Basket.objects.get().lines.get()
    shopper.post(f"/basket/lines/{line.pk}/", {"quantity": "2"})
    apply(shopper)
    shopper.post(f"/basket/lines/{line.pk}/", {"quantity": "1"})
    page = shopper.get("/basket/").text
    assert "“HEARTH” is for 2 things or more." in page
    assert "Voucher HEARTH" not in page


def test_the_form_wants_its_token():
    client = Client(enforce_csrf_checks=True)
    add_to_basket(client, make_product())
    make_voucher()
    assert apply(client).status_code == 403


def test_guessing_is_slowed_down(shopper):
    make_voucher()
    for number in range(10):
        assert apply(shopper, f"GUESS{number}").status_code == 422
    response = apply(shopper)
    assert response.status_code == 429
    assert "Please wait a minute" in response.text
    assert apply(shopper, **HTMX).status_code == 422  # what the script shows
    rival = Client()
    add_to_basket(rival, make_product("Vase"))
    assert apply(rival).status_code == 429, "a new basket is no new chance"
    assert apply(rival, REMOTE_ADDR="198.51.100.7").status_code == 302

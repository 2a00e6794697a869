"""Oscar's dashboard makes offers and vouchers, and the shop applies them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from tests.factories import PASSWORD, add_to_basket, make_offer, make_product, make_range, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    user = make_user(is_staff=True)
    user.is_superuser = True
    user.save()
    client = Client()
    client.login(username=user.email, password=PASSWORD)
    return client


def test_a_site_offer_made_in_the_dashboard_is_given(client, staff):
    everything = make_range(name="Everything")
    add_to_basket(client, make_product())
    client.get("/basket/")  # the shop keeps the offers that there are: none
    steps = [
        (
            "metadata",
            {
                "name": "Autumn sale",
                "description": "",
                "offer_type": "Site",
                "exclusive": "on",
            },
        ),
        ("benefit", {"range": everything.pk, "type": "Percentage", "value": "10"}),
        ("condition", {"range": everything.pk, "type": "Count", "value": "1"}),
        ("restrictions", {"priority": "0", "max_global_applications": "5"}),
    ]
    url = "/dashboard/offers/new/metadata/"
    for step, data in steps:
        response = staff.post(url, data)
        assert response.status_code == 302, (
            step,
            response.context and response.context["form"].errors,
        )
        url = response.url
    offer = get_model("offer", "ConditionalOffer").objects.get()
    assert (offer.name, offer.max_global_applications) == ("Autumn sale", 5)
    page = client.get("/basket/").text
    assert "Autumn sale" in page
    assert "-£1.80" in page


def test_a_voucher_made_in_the_dashboard_is_taken(client, staff):
    offer = make_offer(offer_type="Voucher", pounds="5", max_basket_applications=1)
    now = timezone.localtime()
    response = staff.post(
        "/dashboard/vouchers/create/",
        {
            "name": "For the hearth",
            "code": "Hearth",
            "start_datetime": (now - timedelta(days=1)).strftime("%Y-%m-%d %H:%M"),
            "end_datetime": (now + timedelta(days=1)).strftime("%Y-%m-%d %H:%M"),
            "usage": "Single use",
            "offers": [offer.pk],
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    add_to_basket(client, make_product())
    client.post("/basket/vouchers/add/", {"code": "hearth"})
    assert "-£5.00" in client.get("/basket/").text

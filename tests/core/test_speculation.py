"""Pages that a browser may fetch ahead: everybody's, and no other."""

import pytest

from tests.factories import add_to_basket, countries, make_product

pytestmark = pytest.mark.django_db


def test_the_rules_leave_out_what_is_private_or_acts(client):
    answer = client.get("/speculation-rules.json")
    assert answer["Content-Type"] == "application/speculationrules+json"
    assert "public" in answer["Cache-Control"]
    (rule,) = answer.json()["prefetch"]
    excluded = rule["where"]["and"][1]["not"]["href_matches"]
    for path in ("/basket/*", "/checkout/*", "/account/*", "/accounts/*", "/orders/*", "/cms/*"):
        assert path in excluded


def test_public_pages_name_the_rules_and_private_ones_do_not(client):
    countries()
    mug = make_product()
    for path in ("/", "/shop/", mug.get_absolute_url()):
        assert client.get(path)["Speculation-Rules"] == '"/speculation-rules.json"'
    add_to_basket(client, mug)
    for path in ("/basket/", "/checkout/", "/accounts/login/", "/no-such-page/"):
        assert "Speculation-Rules" not in client.get(path)

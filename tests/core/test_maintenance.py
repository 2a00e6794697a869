"""While the shop is closed shoppers are told when to come back, and staff work."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.factories import make_product, make_user

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def closed(settings: Any) -> Client:
    """A shopper in front of a closed shop."""
    settings.SHOP_MAINTENANCE = True
    return Client()


@pytest.mark.parametrize("path", ["/", "/shop/", "/products/stoneware-mug/", "/basket/", "/none/"])
def test_shoppers_are_told_to_come_back(closed: Client, path: str) -> None:
    make_product()

    response = closed.get(path)

    assert response.status_code == 503
    assert response["Retry-After"] == "300"
    assert response["Cache-Control"] == "no-store"
    assert "back on the shelf" in response.content.decode()


def test_nothing_is_put_into_a_basket(closed: Client) -> None:
    mug = make_product()

    response = closed.post(f"/basket/add/{mug.pk}/", headers={"Sec-Fetch-Site": "same-origin"})

    assert response.status_code == 503
    assert not response.cookies


def test_staff_see_the_shop_and_no_cache_keeps_it(closed: Client) -> None:
    closed.force_login(make_user(is_staff=True))

    response = closed.get("/shop/")

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


def test_editors_see_the_shop_and_shoppers_with_an_account_do_not(closed: Client) -> None:
    user = make_user()
    closed.force_login(user)
    assert closed.get("/shop/").status_code == 503

    user.user_permissions.add(Permission.objects.get(codename="access_admin"))

    assert closed.get("/shop/").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [("/healthz", 200), ("/accounts/login/", 200), ("/cms/", 302), ("/dashboard/", 302)],
)
def test_the_ways_in_stay_open(closed: Client, path: str, status: int) -> None:
    assert closed.get(path).status_code == status


def test_payment_providers_are_heard(closed: Client) -> None:
    assert closed.post("/stripe/webhook/", b"{}", "application/json").status_code == 400


def test_an_open_shop_knows_nothing_of_it(client: Client) -> None:
    assert client.get("/shop/").status_code == 200


def test_the_proxys_page_needs_nothing_and_is_where_it_looks() -> None:
    page = (ROOT / "templates" / "maintenance.html").read_text()
    proxy = (ROOT / "docker/nginx/shop.conf.template").read_text()
    compose = (ROOT / "docker-compose.yml").read_text()

    assert not any(mark in page for mark in ("{%", "{{", "<link", "<script", "src=", "http"))
    assert "/templates/maintenance.html:/srv/pages/maintenance.html" in compose
    assert "error_page 502 504 =503 @away" in proxy
    assert "try_files /maintenance.html" in proxy
    assert "SHOP_PAGES: /srv/pages" in compose

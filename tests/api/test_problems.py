"""Every error below /api/ is a problem document."""

import pytest
from django.test import Client, override_settings

from shop.api.views.catalogue import ProductsView


def is_problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"] == "about:blank"
    assert {"title", "detail", "instance", "code"} <= body.keys()
    return body


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v2/products/", "/api/v1/nothing/"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_leads_nowhere(client, path, method):
    is_problem(getattr(client, method)(path), 404)


def test_an_address_without_its_slash_is_told_of_it(client):
    assert "/api/v1/products/" in is_problem(client.get("/api/v1/products"), 404)["detail"]
    with override_settings(DEBUG=True):  # where Django would raise an error instead
        is_problem(client.post("/api/v1/products"), 404)


def test_an_address_with_a_nul_character(client):
    is_problem(client.get("/api/v1/products/mug%00/"), 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_method_that_is_not_there(client, method):
    answer = getattr(client, method)("/api/v1/products/")
    is_problem(answer, 405)
    assert "GET" in answer["Allow"]


def test_nothing_but_json_is_spoken(client):
    is_problem(client.get("/api/v1/products/", headers={"Accept": "text/html"}), 406)


def test_what_nobody_expected_is_logged_and_answered(monkeypatch, caplog):
    def fall(*args, **kwargs):
        raise ZeroDivisionError("a secret of the house")

    monkeypatch.setattr(ProductsView, "get", fall)
    body = is_problem(Client(raise_request_exception=False).get("/api/v1/products/"), 500)
    assert "secret" not in str(body)
    assert "ZeroDivisionError" in caplog.text


def test_a_shop_that_is_closed_for_a_moment(settings):
    settings.SHOP_MAINTENANCE = True
    answer = Client().get("/api/v1/products/")
    is_problem(answer, 503)
    assert int(answer["Retry-After"]) > 0


def test_too_often_says_how_long_to_wait(client, settings):
    settings.API_THROTTLES = {**settings.API_THROTTLES, "read": "3/m"}
    for _ in range(3):
        assert client.get("/api/v1/products/").status_code == 200
    answer = client.get("/api/v1/products/")
    is_problem(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 60


def test_the_shops_own_page_does_not_take_a_problems_place(settings):
    settings.DEBUG = True
    settings.MIDDLEWARE = ["shop.core.middleware.ShopNotFound", *settings.MIDDLEWARE]
    is_problem(Client().get("/api/v1/products/nothing/", headers={"Accept": "*/*"}), 404)

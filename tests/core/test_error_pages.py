"""The pages that nobody wants to see say what happened and lead on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.views import defaults

from tests.factories import make_category, make_user


def test_when_we_failed_no_database_is_asked(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        response = defaults.server_error(RequestFactory().get("/"))

    page = response.content.decode()
    assert response.status_code == 500
    assert "on our side" in page
    assert 'href="/basket/"' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "429.html", "503.html"])
def test_they_stand_without_anything(
    name: str, django_assert_num_queries: Any, db: None, rf: RequestFactory
) -> None:
    from django.shortcuts import render

    with django_assert_num_queries(0):
        page = render(rf.get("/"), name).content.decode()

    assert page.count("<h1") == 1
    assert "<script" not in page


@pytest.mark.django_db
def test_a_page_that_is_not_there_offers_a_search_and_ways_on(client: Client) -> None:
    make_category("Tableware")
    client.get("/nowhere/")

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/nowhere/")

    page = response.content.decode()
    assert response.status_code == 404
    assert 'action="/search/"' in page
    assert 'href="/shop/tableware/"' in page
    assert 'href="/shop/"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "canonical" not in page
    # Redirects and the page tree are asked; the page itself comes from the cache.
    assert len(queries) <= 5


@pytest.mark.django_db
def test_a_form_without_its_token_is_answered_kindly() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {"login": "a@example.com", "password": "x"})

    assert response.status_code == 403
    assert "open too long" in response.content.decode()


@pytest.mark.django_db
def test_a_page_for_others_offers_the_way_in(client: Client) -> None:
    def refused(user: Any) -> str:
        request: HttpRequest = RequestFactory().get("/")
        request.user = user
        response: HttpResponse = defaults.permission_denied(request, PermissionError())
        assert response.status_code == 403
        return response.content.decode()

    from django.contrib.auth.models import AnonymousUser

    assert 'href="/accounts/login/"' in refused(AnonymousUser())
    assert 'href="/accounts/logout/"' in refused(make_user())


@pytest.mark.django_db
def test_too_many_tries_are_told_to_wait(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    for _ in range(2):
        response = client.post("/accounts/password/reset/", {"email": "a@example.com"})

    assert response.status_code == 429
    assert "a little quick" in response.content.decode()

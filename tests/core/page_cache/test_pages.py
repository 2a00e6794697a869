"""Whole pages that are kept: who gets them, and what is never kept."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from shop.core import page_cache
from shop.core.page_cache import keeping
from shop.core.page_cache.middleware import PageCache
from tests.core.page_cache.shopfront import HIT, MISS, Shopfront, body, open_shop, state, warm
from tests.factories import PASSWORD, add_to_basket, make_user

PRIVATE = [
    "/basket/",
    "/basket/header/",
    "/checkout/",
    "/account/",
    "/accounts/login/",
    "/accounts/signup/",
    "/cms/",
    "/dashboard/",
    "/healthz",
    "/readyz",
    "/orders/1/x/",
    "/api/v1/cart/",
    "/api/v1/me/",
    "/recently-viewed/",
    "/products/oak-bowl/reviews/write/",
]


def test_every_public_page_is_kept_and_costs_no_query(shop: Shopfront, visitor: Client) -> None:
    for name, path in shop.paths.items():
        first = body(visitor, path)
        warm(visitor, path)
        with CaptureQueriesContext(connection) as captured:
            again = visitor.get(path)
        assert again["Cache-Status"] == HIT, name
        assert [query["sql"] for query in captured] == [], name
        assert again.content == first, name


def test_no_answer_with_a_cookie_is_kept_and_cookies_change_no_public_page(
    shop: Shopfront, visitor: Client
) -> None:
    for path in shop.paths.values():
        warm(visitor, path)
    shopper = Client()
    shopper.force_login(make_user("shopper@example.com", is_staff=True))
    add_to_basket(shopper, shop.bowl)
    for path in shop.paths.values():
        plain, theirs = visitor.get(path), shopper.get(path)
        assert theirs["Cache-Status"] == HIT, path
        assert theirs.content == plain.content, path
        assert not theirs.cookies, path
        assert "Cookie" not in theirs.get("Vary", ""), path
    for path in PRIVATE:
        for client in (shopper, visitor):
            for _ in range(2):
                assert client.get(path).headers.get("Cache-Status") != HIT, path
                assert "stored" not in client.get(path).headers.get("Cache-Status", ""), path


@pytest.mark.parametrize(
    "spoil",
    [
        lambda response: response.set_cookie("a", "b"),
        lambda response: response.__setitem__("Vary", "Cookie"),
        lambda response: response.__setitem__("Vary", "HX-Request"),
        lambda response: response.__setitem__("Cache-Control", "private"),
        lambda response: response.__setitem__("Cache-Control", "no-store"),
        lambda response: setattr(response, "status_code", 404),
        lambda response: setattr(response, "status_code", 302),
    ],
)
def test_what_is_not_everybodys_is_not_kept(settings: Any, db: None, spoil: Any) -> None:
    def answer(request: Any) -> HttpResponse:
        page_cache.everybodys()
        response = HttpResponse("here")
        spoil(response)
        return response

    settings.SHOP_PAGE_CACHE = True
    cache = PageCache(answer)
    for _ in range(2):
        assert "Cache-Status" not in cache(RequestFactory().get("/x/")).headers


def test_a_change_while_a_page_is_made_makes_it_a_miss(settings: Any, db: None) -> None:
    settings.SHOP_PAGE_CACHE = True
    made = iter(range(9))

    def answer(request: Any) -> HttpResponse:
        page_cache.everybodys()
        number = next(made)
        if number == 0:
            page_cache.forget("a")  # by somebody else, after it was read
        page_cache.made_from("a")
        return HttpResponse(str(number))

    cache: Any = PageCache(answer)
    assert [cache(RequestFactory().get("/x/")).content for _ in range(3)] == [b"0", b"1", b"1"]


def test_browsers_ask_again_and_are_told_in_a_line(shop: Shopfront, visitor: Client) -> None:
    path = shop.paths["bowl"]
    first = visitor.get(path)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert first["ETag"].startswith('W/"')
    for _ in range(2):
        same = visitor.get(path, headers={"If-None-Match": first["ETag"]})
        assert (same.status_code, same.content) == (304, b"")
        assert same["ETag"] == first["ETag"]
    assert visitor.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_cdn_may_keep_what_the_settings_allow(settings: Any, db: None) -> None:
    settings.SHOP_PAGE_CACHE, settings.SHOP_CDN_SECONDS = True, 60
    shop = open_shop()
    said = Client().get(shop.paths["bowl"])["Cache-Control"]
    # A delivery that is promised until the cut-off may end before.
    assert said.startswith("public, max-age=0, must-revalidate, s-maxage=")
    assert int(said.rpartition("=")[2]) <= 60


def test_head_gzip_and_ranges(shop: Shopfront, visitor: Client) -> None:
    path = shop.paths["about"]
    whole = body(visitor, path)
    for _ in range(2):
        packed = visitor.get(path, headers={"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed["Vary"]
        assert gzip.decompress(packed.content) == whole
        plain = visitor.get(path, headers={"Accept-Encoding": "identity", "Range": "bytes=0-9"})
        assert (plain.status_code, plain.content) == (200, whole)
        assert "Content-Encoding" not in plain.headers
        head = visitor.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head["Content-Length"] == str(len(whole))


def test_where_somebody_comes_from_makes_no_other_page(shop: Shopfront, visitor: Client) -> None:
    plain = body(visitor, "/shop/mugs/")
    warm(visitor, "/shop/mugs/")
    for query in ("utm_source=mail&utm_campaign=x", "gclid=1&fbclid=2", "mc_cid=%3Cscript%3E"):
        assert state(visitor, f"/shop/mugs/?{query}") == HIT
    # The first visitor too leaves nothing of theirs.
    assert b"letter" not in body(visitor, "/shop/bowls/?utm_source=letter")
    warm(visitor, "/shop/bowls/")
    assert body(visitor, "/shop/mugs/") == plain


def test_a_redirect_keeps_where_somebody_comes_from(shop: Shopfront, visitor: Client) -> None:
    answer = visitor.get("/products/?utm_source=mail&x=1")
    assert answer.status_code in (301, 302)
    assert "utm_source=mail" in answer["Location"]


def test_parameters_that_nobody_reads_fill_nothing(shop: Shopfront, visitor: Client) -> None:
    for path in ("/", "/shop/mugs/", "/products/oak-bowl/", "/robots.txt", "/api/v1/products/"):
        for number in range(2):
            status = state(visitor, f"{path}?made-up={number}")
            assert status == "", path
    assert "stored" not in state(visitor, "/products/oak-bowl/?variant=999")


def test_parameters_count_in_whatever_order(shop: Shopfront, visitor: Client) -> None:
    warm(visitor, "/shop/?available=1&sort=price")
    assert state(visitor, "/shop/?sort=price&available=1") == HIT
    assert state(visitor, "/shop/?sort=-price&available=1") == MISS
    assert state(visitor, f"/products/stoneware-mug/?variant={shop.mug.children.last().pk}") == MISS


def test_what_cannot_be_read_is_made_anew(shop: Shopfront, visitor: Client) -> None:
    kept: list[str] = []
    store = keeping.store()
    real = store.keep
    try:
        store.keep = lambda key, *rest: (kept.append(key), real(key, *rest))[1]  # type: ignore[method-assign, func-returns-value]
        whole = body(visitor, "/about/")
    finally:
        del store.keep
    page = next(key for key in kept if key.startswith("page:"))
    for broken in (b"", b"nonsense", b'["",1,9e12,[],{},3]\nabc', b'["",9e15,9e12,[],{},1]\nx'):
        store.keep(page, broken, [], 60)
        keeping._found_true.clear()  # as another process sees it
        assert body(visitor, "/about/") == whole
        warm(visitor, "/about/")


def test_the_shop_closed_says_so_to_everybody(shop: Shopfront, settings: Any) -> None:
    warm(Client(), "/about/")
    settings.SHOP_MAINTENANCE = True
    assert Client().get("/about/").status_code == 503


def test_a_foreign_host_gets_nothing(shop: Shopfront, visitor: Client) -> None:
    warm(visitor, "/about/")
    assert visitor.get("/about/", headers={"Host": "evil.example"}).status_code == 400


def test_an_editor_sees_the_draft_not_what_is_kept(shop: Shopfront, visitor: Client) -> None:
    warm(visitor, "/about/")
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("editor@example.com", PASSWORD))
    shop.about.introduction = "A draft of who we are."
    shop.about.save_revision()
    address = f"/cms/pages/{shop.about.pk}/view_draft/"
    assert b"A draft of who we are." in editor.get(address).content
    assert state(visitor, "/about/") == HIT


def test_another_release_takes_nothing_of_this_one(
    shop: Shopfront, visitor: Client, settings: Any
) -> None:
    from shop.core.page_cache import release

    warm(visitor, "/about/")
    settings.SHOP_LOW_STOCK_LEVEL = 7
    release._release.cache_clear()
    try:
        assert state(visitor, "/about/") == MISS
    finally:
        release._release.cache_clear()

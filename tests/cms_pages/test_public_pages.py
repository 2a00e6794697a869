"""What every shopper may see is the same for all: no cookie, no variation, no token, no user."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from shop.catalogue.models import Product
from shop.cms_pages.models import ContentPage, LandingPage
from tests.cms_pages.editing import home_page
from tests.factories import make_category, make_product, make_user, make_variants
from tests.factories.pictures import add_picture

pytestmark = pytest.mark.django_db

PAGES = {
    "/": 200,
    "/gifts/": 200,
    "/about/": 200,
    "/shop/": 200,
    "/shop/?sort=price": 200,
    "/shop/tableware/": 200,
    "/shop/tableware/mugs/": 200,
    "/products/stoneware-mug/": 200,
    "/products/": 302,
    "/search/": 200,
    "/search/?q=mug": 200,
    "/search/?q=zzzz": 200,
    "/nowhere/": 404,
    "/products/nothing/": 404,
    "/shop/nowhere/": 404,
    "/sitemap.xml": 200,
    "/robots.txt": 200,
    "/offline/": 200,
    "/service-worker.js": 200,
    "/healthz": 200,
    "/readyz": 200,
}


@pytest.fixture
def shop() -> Product:
    """One of everything."""
    home = home_page()
    home.body = [("product_row", {"heading": "New", "source": "newest", "limit": 4})]
    home.save()
    home.add_child(instance=LandingPage(title="Gifts", slug="gifts"))
    home.add_child(instance=ContentPage(title="About", slug="about", introduction="Who we are."))
    tableware = make_category("Tableware")
    mug = make_variants(category=make_category("Mugs", parent=tableware))
    add_picture(mug)
    return mug


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_public_page_is_everybodys(client: Client, shop: Product, path: str, method: str) -> None:
    response = getattr(client, method)(path)

    assert response.status_code == PAGES[path]
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert b"csrfmiddlewaretoken" not in response.content


@pytest.mark.parametrize("path", [path for path in PAGES if PAGES[path] == 200])
def test_somebody_who_is_logged_in_gets_the_same_page(
    client: Client, shop: Product, path: str
) -> None:
    anonymous = client.get(path)
    client.force_login(make_user())

    response = client.get(path)

    assert response.content == anonymous.content
    assert "cookie" not in response.get("Vary", "").lower()
    assert django_settings.SESSION_COOKIE_NAME not in response.cookies


@pytest.mark.parametrize("path", ["/shop/", "/products/stoneware-mug/", "/search/"])
def test_public_pages_take_no_posts(client: Client, shop: Product, path: str) -> None:
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize(
    ("path", "title", "canonical"),
    [
        ("/shop/tableware/?sort=price", "Tableware", "http://testserver/shop/tableware/"),
        (
            "/products/stoneware-mug/?variant=1",
            "Stoneware Mug",
            "http://testserver/products/stoneware-mug/",
        ),
        ("/shop/", "Shop", "http://testserver/shop/"),
        ("/about/", "About", "http://testserver/about/"),
    ],
)
def test_the_head_says_what_and_where(
    client: Client, shop: Product, path: str, title: str, canonical: str
) -> None:
    page = client.get(path).content.decode()

    assert f"<title>{title} · Tarn &amp; Weald</title>" in page
    assert f'<link rel="canonical" href="{canonical}">' in page


def test_the_chosen_variant_is_what_the_form_buys(client: Client, shop: Product) -> None:
    ink = shop.children.get(title__endswith="Ink")

    page = client.get(f"/products/{shop.slug}/?variant={ink.pk}").content.decode()

    assert f'name="child_id" value="{ink.pk}"' in page
    assert f'action="/basket/add/{shop.pk}/"' in page


@pytest.mark.parametrize("variant", ["x", "-1", "9" * 40, "٣", "0"])
def test_a_strange_variant_is_ignored(client: Client, shop: Product, variant: str) -> None:
    page = client.get(f"/products/{shop.slug}/", {"variant": variant})

    assert page.status_code == 200
    assert "Colour: <b>Oat</b>" in page.content.decode()


def test_a_description_cannot_run_anything(client: Client) -> None:
    make_product("Bowl", description="<p onclick='x()'>Wide</p><script>alert(1)</script>")

    page = client.get("/products/bowl/").content.decode()

    assert "<p>Wide</p>" in page
    assert "alert(1)</script>" not in page


def test_plain_descriptions_become_paragraphs(client: Client) -> None:
    make_product("Bowl", description="Wide.\n\nDeep & round.")

    page = client.get("/products/bowl/").content.decode()

    assert "<p>Wide.</p>" in page
    assert "<p>Deep &amp; round.</p>" in page


def test_a_long_listing_has_numbered_pages_that_know_each_other(client: Client) -> None:
    for number in range(50):
        make_product(f"Plate {number}")

    page = client.get("/shop/?page=2&sort=newest").content.decode()

    assert '<link rel="prev" href="/shop/?sort=newest">' in page
    assert '<link rel="next" href="/shop/?sort=newest&amp;page=3">' in page
    assert '<link rel="canonical" href="http://testserver/shop/?page=2">' in page
    assert client.get("/shop/?page=9").status_code == 404
    assert client.get("/shop/?page=mug").status_code == 200


def test_the_shop_index_page_gives_the_shop_its_words(client: Client) -> None:
    from shop.cms_pages.models import ShopIndexPage

    page = ShopIndexPage.objects.get()
    page.title, page.introduction = "Everything", "All that we make."
    page.save_revision().publish()

    shown = client.get("/shop/").content.decode()

    assert "<h1>Everything</h1>" in shown
    assert "All that we make." in shown


def test_an_old_address_follows_its_redirect(client: Client, shop: Product) -> None:
    from wagtail.contrib.redirects.models import Redirect

    Redirect.add_redirect("/products/old-mug/", "/products/stoneware-mug/")

    response = client.get("/products/old-mug/")

    assert (response.status_code, response["Location"]) == (301, "/products/stoneware-mug/")
    assert client.get("/products/Stoneware-Mug/").status_code == 404


def test_the_sitemap_names_everything_once(client: Client, shop: Product) -> None:
    Product.objects.filter(pk=make_product("Hidden").pk).update(is_public=False)

    found = client.get("/sitemap.xml").content.decode()

    for path in (
        "/",
        "/about/",
        "/gifts/",
        "/shop/",
        "/shop/tableware/",
        "/products/stoneware-mug/",
    ):
        assert found.count(f"<loc>http://testserver{path}</loc>") == 1
    assert "/products/</loc>" not in found
    assert "hidden" not in found
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_a_page_for_some_people_only_is_not_for_search_engines(client: Client, shop: Any) -> None:
    from wagtail.models import PageViewRestriction

    gifts = LandingPage.objects.get()
    PageViewRestriction.objects.create(page=gifts, restriction_type=PageViewRestriction.LOGIN)

    assert "/gifts/" not in client.get("/sitemap.xml").content.decode()
    assert client.get("/gifts/").status_code == 302

"""The product's page over HTTP: what is chosen, delivery, words for machines, states, its cost."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from shop.catalogue.models import Product
from shop.cms_pages.models import StoreSettings
from shop.media.models import Rendition
from tests.cms_pages.test_product_pages import layout, words
from tests.factories import (
    countries,
    make_category,
    make_combinations,
    make_product,
    make_variants,
)
from tests.factories.pictures import add_picture

pytestmark = pytest.mark.django_db


def page(client: Client, path: str, status: int = 200, **query: str) -> Any:
    response = client.get(path, query)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def graph(soup: Any) -> dict[str, Any]:
    """The nodes of the page's structured data by their type."""
    (script,) = soup.find_all("script", type="application/ld+json")
    return {node["@type"]: node for node in json.loads(script.string)["@graph"]}


@pytest.fixture
def planter() -> Any:
    made = make_combinations(
        "Planter",
        stock={("Clay", "Small"): 5, ("Chalk", "Small"): 0, ("Clay", "Large"): 3},
        category=make_category(),
    )
    add_picture(made)
    return made


# --- Choosing ---------------------------------------------------------------------------------


def test_a_choice_changes_all_that_depends_on_it(client: Client, planter: Any) -> None:
    large = planter.children.get(title="Planter, Clay, Large")
    large.stockrecords.update(price="46.00")
    picture = add_picture(large)

    soup = page(client, "/products/planter/", colour="clay", size="large")

    assert "£46.00" in soup.select_one(".buy-price").text
    assert soup.select_one("[name=child_id]")["value"] == str(large.pk)
    assert "Only 3 left" in soup.select_one(".buy-states").text
    assert large.stockrecords.get().partner_sku in soup.select_one(".product-terms").text
    assert soup.select_one(".gallery-stage img")["src"] == picture.file.url
    assert "Clay, Large." in soup.select_one("#product-said").text
    assert soup.select_one("link[rel=canonical]")["href"].endswith("/products/planter/")


def test_a_choice_works_with_and_without_script(client: Client, planter: Any) -> None:
    for option in page(client, "/products/planter/").select(".option"):
        assert option["href"] == option["data-hx-get"]
        followed = page(client, option["href"])
        assert followed.select_one(f"#{option['id']}")["aria-current"] == "true"


def test_a_reduced_price_says_the_lowest_of_the_days_before(client: Client) -> None:
    tray = make_product("Tray", price="18.00")
    record = tray.stockrecords.get()
    record.price = Decimal("15.00")
    record.save()

    said = " ".join(page(client, "/products/tray/").select_one(".buy-price").text.split())

    assert "Was £18.00" in said
    assert "Now £15.00" in said
    assert "Lowest price in the 30 days before: £18.00" in said


@pytest.mark.parametrize(
    "query",
    [
        {"variant": "x"},
        {"variant": "9" * 5000},
        {"colour": "'; DROP TABLE--"},
        {"size": "\0"},
        {"country": "<script>alert(1)</script>"},
        {"country": "🪴" * 2000},
        {"variant": "", "colour": "", "country": ""},
    ],
)
def test_nonsense_in_the_address_is_the_usual_page(
    client: Client, planter: Any, query: dict[str, str]
) -> None:
    countries()
    response = client.get("/products/planter/", query)

    assert response.status_code == 200
    assert b"alert(1)" not in response.content
    assert client.get("/products/planter/delivery/", query).status_code == 200


def test_what_is_sold_out_says_so_and_shows_ways_on(client: Client, planter: Any) -> None:
    other = make_product("Vase", category=get_model("catalogue", "Category").objects.get())
    soup = page(client, "/products/planter/", colour="chalk")
    assert soup.select_one(".buy-form .button[disabled]").text.strip() == "Sold out"
    assert [a.text for a in soup.select(".buy-instead a")] == ["Clay, Small", "Clay, Large"]
    assert not soup.select(".product-lines")
    assert not soup.select("#delivery")

    get_model("partner", "StockRecord").objects.filter(product__parent=planter).update(
        num_in_stock=0, expected_on=timezone.localdate() + timedelta(days=3)
    )
    soup = page(client, "/products/planter/")

    assert "more expected on" in soup.select_one(".buy-states").text
    assert [a["href"] for a in soup.select(".product-lines a")] == [other.get_absolute_url()]


# --- Delivery and returns ---------------------------------------------------------------------


def test_delivery_home_stands_in_the_page(client: Client) -> None:
    countries()
    make_product("Tray", price="18.00")

    told = page(client, "/products/tray/").select_one("#delivery")

    assert "Arrives" in told.text
    assert "£3.95" in told.text
    assert "free from £60.00" in told.text
    assert told.select_one("option[selected]")["value"] == "GB"


def test_another_country_is_asked_for_with_and_without_script(client: Client) -> None:
    countries()
    mug = make_variants()
    ink = mug.children.order_by("pk").last()
    form = page(client, mug.get_absolute_url(), variant=str(ink.pk)).select_one("#delivery form")
    assert form["action"] == "/products/stoneware-mug/#delivery"
    assert form.select_one("[name=variant]")["value"] == str(ink.pk)

    for path in (form["action"].split("#")[0], form["data-hx-get"]):
        soup = page(client, path, variant=str(ink.pk), country="FR")
        assert "£12.50" in soup.select_one("#delivery").text
        assert soup.select_one("#delivery option[selected]")["value"] == "FR"
        assert soup.select_one("#delivery [name=variant]")["value"] == str(ink.pk)


def test_the_piece_about_delivery_is_everybodys_until_the_cut_off(client: Client) -> None:
    countries()
    make_product("Tray")

    response = client.get("/products/tray/delivery/?country=FR")

    assert "cookie" not in response.get("Vary", "").lower()
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert 0 <= int(response["Cache-Control"].split("max-age=")[1].split(",")[0]) <= 300
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("variant", ["", "x", "0", "9" * 400])
def test_the_piece_takes_any_variant(client: Client, variant: str) -> None:
    countries()
    make_variants()

    assert client.get("/products/stoneware-mug/delivery/", {"variant": variant}).status_code == 200


def test_what_does_not_go_by_parcel_has_no_delivery(client: Client) -> None:
    countries()
    voucher = make_product("A letter by e-mail")
    voucher.product_class.requires_shipping = False
    voucher.product_class.save()

    assert not page(client, voucher.get_absolute_url()).select("#delivery")
    assert client.get(f"{voucher.get_absolute_url()}delivery/").status_code == 404


def test_there_is_no_delivery_of_what_is_not_sold(client: Client) -> None:
    assert client.get("/products/nothing/delivery/").status_code == 404
    assert client.post("/products/nothing/delivery/").status_code == 405


@pytest.mark.parametrize(
    ("days", "free", "said"),
    [
        (30, False, "Returns within 30 days"),
        (14, True, "Free returns within 14 days"),
        (0, False, ""),
    ],
)
def test_the_shop_says_how_long_one_may_return(
    client: Client, days: int, free: bool, said: str
) -> None:
    from wagtail.models import Site

    StoreSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"returns_days": days, "returns_are_free": free}
    )
    make_product("Tray")
    soup = page(client, "/products/tray/")

    assert (
        (said in soup.select_one(".product-terms").text)
        if said
        else "eturns" not in (soup.select_one(".product-terms").text)
    )
    assert ("MerchantReturnPolicy" in graph(soup)) is bool(days)


# --- Machines ---------------------------------------------------------------------------------


def test_a_product_is_told_to_machines(client: Client) -> None:
    countries()
    tray = make_product("Tray", price="18.00", upc="5012345678900", category=make_category())
    add_picture(tray)

    nodes = graph(page(client, "/products/tray/"))

    product = nodes["Product"]
    assert (product["name"], product["gtin"]) == ("Tray", "5012345678900")
    assert product["image"][0].startswith("http://")
    assert product["offers"] == {
        "@type": "Offer",
        "url": "http://testserver/products/tray/",
        "price": "18.00",
        "priceCurrency": "GBP",
        "availability": "https://schema.org/InStock",
        "itemCondition": "https://schema.org/NewCondition",
        "shippingDetails": {"@id": "#delivery"},
        "hasMerchantReturnPolicy": {"@id": "#returns"},
    }
    assert [item["name"] for item in nodes["BreadcrumbList"]["itemListElement"]] == [
        "Shop",
        "Tableware",
        "Tray",
    ]
    assert nodes["MerchantReturnPolicy"]["merchantReturnDays"] == 30


def test_delivery_is_told_once_and_free_where_it_is(client: Client) -> None:
    countries()
    make_product("Lamp", price="90.00")
    soup = page(client, "/products/lamp/")
    (script,) = soup.find_all("script", type="application/ld+json")
    nodes = {node.get("@id"): node for node in json.loads(script.string)["@graph"]}

    assert nodes["#product"]["offers"]["shippingDetails"] == {"@id": "#delivery-free"}
    assert nodes["#delivery-free"]["shippingRate"]["value"] == "0.00"
    assert nodes["#delivery-free"]["shippingDestination"]["addressCountry"] == "GB"
    assert nodes["#delivery-free"]["deliveryTime"]["transitTime"]["maxValue"] == 3


def test_variants_are_told_as_a_group(client: Client, planter: Any) -> None:
    group = graph(page(client, "/products/planter/"))["ProductGroup"]

    assert group["variesBy"] == ["https://schema.org/color", "https://schema.org/size"]
    clay, chalk, _large = group["hasVariant"]
    assert (clay["color"], clay["size"], clay["name"]) == ("Clay", "Small", "Planter, Clay, Small")
    assert "?variant=" in clay["offers"]["url"]
    assert chalk["offers"]["availability"] == "https://schema.org/OutOfStock"


def test_no_title_ends_the_structured_data(client: Client) -> None:
    make_product("Tray</script><script>alert(1)</script>", slug="tray")

    response = client.get("/products/tray/")

    assert b"<script>alert(1)" not in response.content
    assert graph(BeautifulSoup(response.content, "html.parser"))["Product"]["name"].startswith(
        "Tray</script>"
    )


def test_link_previews_know_what_it_is(client: Client) -> None:
    tray = make_product("Tray", tagline="For breakfast")
    add_picture(tray)
    soup = page(client, "/products/tray/")

    told = {meta["property"]: meta["content"] for meta in soup.select("meta[property]")}

    assert told["og:type"] == "product"
    assert told["og:title"] == "Tray"
    assert told["og:description"] == "For breakfast"
    assert told["og:image"].startswith("http://testserver/")
    assert told["product:price:amount"] == "18.00"
    assert len(soup.select("h1")) == 1


def test_the_first_picture_is_asked_for_early(client: Client) -> None:
    tray = make_product("Tray")
    image = add_picture(tray)
    Rendition.objects.create(
        image=image, filter_spec="width-320|format-avif", width=48, height=32, file="tray.avif"
    )

    soup = page(client, "/products/tray/")

    preload = soup.select_one("link[rel=preload][as=image]")
    shown = soup.select_one(".gallery-stage source")
    assert (preload["imagesrcset"], preload["imagesizes"]) == (shown["srcset"], shown["sizes"])
    assert soup.select_one(".gallery-stage img")["fetchpriority"] == "high"
    assert soup.select_one(".gallery-stage img")["loading"] == "eager"

    layout("Words alone", words("Thrown by hand"))
    assert not page(client, "/products/tray/").select("link[rel=preload][as=image]")


# --- Films ------------------------------------------------------------------------------------


def test_only_the_hosts_of_its_films_may_put_frames_into_a_page(client: Client) -> None:
    tray, mug = make_product("Tray"), make_product("Mug")
    tray.videos.create(title="Hosted", url="https://vimeo.com/123456789")

    policy = client.get(tray.get_absolute_url())["Content-Security-Policy"]

    assert "frame-src https://player.vimeo.com;" in f"{policy};"
    assert "frame-src" not in client.get(mug.get_absolute_url())["Content-Security-Policy"]


def test_films_play_without_script_and_ask_no_host_before(client: Client) -> None:
    tray = make_product("Tray")
    add_picture(tray)
    tray.videos.create(title="Ours", file=SimpleUploadedFile("tray.mp4", b"\0\0\0 ftyp"))
    tray.videos.create(title="Hosted", url="https://youtu.be/dQw4w9WgXcQ")

    soup = page(client, "/products/tray/")

    assert soup.select_one("video[controls][preload=none] source")["src"].endswith(".mp4")
    assert soup.select_one("film-player a")["href"].startswith("https://www.youtube.com/watch")
    assert not soup.select("iframe")
    assert [link["href"] for link in soup.select(".gallery-thumbs a")] == [
        "#picture-1",
        "#film-1",
        "#film-2",
    ]
    for link in soup.select(".gallery-thumbs a"):
        assert soup.select_one(link["href"])


# --- Gone -------------------------------------------------------------------------------------


def test_what_is_gone_for_good_says_so_and_shows_what_there_is(client: Client) -> None:
    vases = make_category("Vases")
    gone = make_product("Tall Vase", category=vases)
    jug = make_product("Jug", category=vases)
    make_product("Bowl", category=vases, stock=0)
    Product.objects.filter(pk=gone.pk).update(is_public=False, is_discontinued=True)

    soup = page(client, "/products/tall-vase/", status=410)

    assert soup.h1.text == "Tall Vase"
    assert [a["href"] for a in soup.select(".card-title a")] == [jug.get_absolute_url()]
    assert soup.select_one("link[rel=stylesheet][href*='components/product']")
    assert soup.select_one(".gone a")["href"] == vases.get_absolute_url()
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    assert "/products/tall-vase/" not in client.get("/sitemap.xml").text


def test_what_is_only_not_public_is_not_there(client: Client) -> None:
    draft = make_product("Draft")
    Product.objects.filter(pk=draft.pk).update(is_public=False)
    public = make_product("Public")
    Product.objects.filter(pk=public.pk).update(is_discontinued=True)

    assert client.get("/products/draft/").status_code == 404
    assert client.get("/products/public/").status_code == 200


def test_a_page_of_what_is_gone_is_everybodys(client: Client) -> None:
    gone = make_product("Vase")
    Product.objects.filter(pk=gone.pk).update(is_public=False, is_discontinued=True)

    response = client.get("/products/vase/")

    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


# --- Cost -------------------------------------------------------------------------------------


def much(number: int, category: Any) -> Any:
    """A product with so many variants, pictures, films, attributes and neighbours."""
    product = make_combinations(
        f"Planter {number}",
        stock={(f"Colour {n}", f"Size {n % 3}"): n for n in range(number)},
        category=category,
    )
    add_picture(product)
    for child in product.children.all():
        add_picture(child)
    for n in range(number):
        attribute, _ = get_model("catalogue", "ProductAttribute").objects.get_or_create(
            product_class=product.product_class,
            code=f"fact_{n}",
            defaults={"name": f"Fact {n}", "type": "integer"},
        )
        product.attribute_values.create(attribute=attribute, value_integer=n)
        product.videos.create(title=f"Film {n}", url="https://youtu.be/dQw4w9WgXcQ")
    return product


@pytest.mark.parametrize("number", [3, 30])
def test_a_page_costs_the_same_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    """At most 12 for the product, 2 for the row of related ones, 2 for reviews, 1 for questions."""
    countries()
    category = make_category("Planters", parent=make_category("Home"))
    product = much(number, category)
    for n in range(number):
        make_product(f"Vase {n}", category=category)
    client.get("/shop/")
    client.get(product.get_absolute_url())

    with django_assert_num_queries(14) as counted:
        client.get(product.get_absolute_url())

    assert not [query for query in counted.captured_queries if not is_a_read(query["sql"])]


def is_a_read(sql: str) -> bool:
    return sql.lstrip("(").upper().startswith("SELECT")


@pytest.mark.parametrize("number", [3, 30])
def test_a_product_that_is_gone_costs_the_same_too(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    category = make_category("Planters")
    product = much(number, category)
    Product.objects.filter(pk=product.pk).update(is_public=False, is_discontinued=True)
    for n in range(number):
        make_product(f"Vase {n}", category=category)
    client.get("/shop/")

    with django_assert_num_queries(11):
        client.get(product.get_absolute_url())


@pytest.mark.parametrize("number", [3, 30])
def test_the_piece_about_delivery_costs_little(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    countries()
    product = much(number, make_category())
    client.get(f"{product.get_absolute_url()}delivery/")

    with django_assert_num_queries(3):
        client.get(f"{product.get_absolute_url()}delivery/", {"country": "FR"})


def test_a_view_makes_no_picture(client: Client) -> None:
    tray = make_product("Tray")
    add_picture(tray)
    cache.clear()

    client.get("/products/tray/")

    assert not Rendition.objects.exists()

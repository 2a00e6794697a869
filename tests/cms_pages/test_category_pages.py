"""Pages of categories, and grids that close their gaps when something is not sold any more."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from oscar.core.loading import get_model
from wagtail.models import Page

from shop.cms_pages import product_services
from shop.cms_pages.models import CategoryPage, ContentPage, HomePage, ProductLayout
from shop.cms_pages.usage import shown_on
from tests.cms_pages.test_product_pages import page_of, section, staff, words
from tests.factories import make_category, make_product, make_user
from tests.factories.pictures import make_image

pytestmark = pytest.mark.django_db

Category = get_model("catalogue", "Category")


def shown(path: str, **query: Any) -> Any:
    response = Client().get(path, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(soup: Any) -> list[str]:
    return [title.text.strip() for title in soup.select(".listing .card-title")]


def category_page(category: Any, **streams: list[Any]) -> CategoryPage:
    """The category's page, published, with these sections in its streams."""
    page, _made = product_services.open_category_page(category=category)
    for name, sections in streams.items():
        setattr(page, name, getattr(page, name).stream_block.to_python(sections))
    page.save_revision().publish()
    return CategoryPage.objects.get(pk=page.pk)


def promotion(heading: str, after: int) -> dict[str, Any]:
    return section("promotion", heading=heading, after=after)


def test_promotions_stand_above_between_and_below_the_products() -> None:
    mugs = make_category("Mugs")
    for name in ("One", "Two", "Three"):
        make_product(name, category=mugs)
    before = titles(shown("/shop/mugs/"))

    category_page(
        mugs,
        above=[words("Above it")],
        between=[promotion("After two", 2), promotion("At the end", 24)],
        below=[words("Below it")],
    )

    soup = shown("/shop/mugs/")
    assert titles(soup) == before
    items = [item.select_one("h2").text.strip() for item in soup.select(".listing .grid > li")]
    assert items == [*before[:2], "After two", before[2], "At the end"]
    text = soup.select_one("main").text
    assert text.index("Above it") < text.index("After two") < text.index("Below it")
    assert len(soup.select("h1")) == 1


def test_a_hero_carries_the_title() -> None:
    mugs = make_category("Mugs")
    make_product("One", category=mugs)
    image = {"image": make_image().pk, "decorative": True, "alt_text": ""}
    category_page(mugs, hero=[section("hero", image=image, headline="All our mugs")])

    soup = shown("/shop/mugs/")

    assert [title.text.strip() for title in soup.select("h1")] == ["All our mugs"]


def test_who_looks_for_something_sees_the_products_alone() -> None:
    mugs = make_category("Mugs")
    for number in range(30):
        make_product(f"Mug {number}", category=mugs)
    category_page(mugs, above=[words("Above it")], between=[promotion("Between", 2)])

    assert "Above it" in shown("/shop/mugs/").text
    for query in ({"page": "2"}, {"available": "1"}):
        text = shown("/shop/mugs/", **query).text
        assert "Above it" not in text
        assert "Between" not in text


def test_an_empty_category_shows_no_promotion_between_nothing() -> None:
    mugs = make_category("Mugs")
    category_page(mugs, between=[promotion("Between", 2)])

    assert "Between" not in shown("/shop/mugs/").text


def test_a_category_is_renamed_moved_and_deleted_with_its_page() -> None:
    kitchen, mugs = make_category("Kitchen"), make_category("Mugs")
    page = category_page(mugs, above=[words("Above it")])
    old = page.get_latest_revision()
    mugs.name = "Cups"
    mugs.slug = "cups"
    mugs.save()
    Category.objects.get(pk=mugs.pk).move(Category.objects.get(pk=kitchen.pk), "first-child")
    old.publish()

    page = CategoryPage.objects.get()
    assert (page.title, page.get_url()) == ("Cups", "/shop/kitchen/cups/")
    assert "Above it" in shown("/shop/kitchen/cups/").text

    admin = Client()
    admin.force_login(staff())
    step = reverse("dashboard:catalogue-category-delete", args=[kitchen.pk])
    assert admin.get(step).status_code == 200
    done = admin.post(step)
    assert done.status_code == 302
    assert not CategoryPage.objects.exists()
    assert not Category.objects.exists()
    assert not any(Page.find_problems())


# --- What is not sold any more ----------------------------------------------------------------


def page_with_row(*products: Any, **rule: Any) -> ContentPage:
    page = ContentPage(title="About", slug="about")
    row = {"heading": "Our choice", "source": "chosen", "limit": 4}
    row |= {"products": [product.pk for product in products], **rule}
    page.body = page.body.stream_block.to_python([section("product_row", **row)])
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def cards(soup: Any) -> list[str]:
    return [title.text.strip() for title in soup.select("main .card-title")]


def withdraw(product: Any) -> None:
    product.is_public = False
    product.save()


def test_a_grid_closes_the_gap_and_an_empty_one_leaves_no_trace() -> None:
    one, two = make_product("One"), make_product("Two")
    page_with_row(one, two)
    assert cards(shown("/about/")) == ["One", "Two"]

    withdraw(one)
    assert cards(shown("/about/")) == ["Two"]

    withdraw(two)
    assert "Our choice" not in shown("/about/").text

    product_services.delete_product(product=two)
    assert "Our choice" not in shown("/about/").text


def test_a_rule_fills_the_gap() -> None:
    made = [make_product(f"Mug {number}") for number in range(6)]
    page_with_row(source="newest", limit=4)
    assert len(cards(shown("/about/"))) == 4

    withdraw(made[-1])

    found = cards(shown("/about/"))
    assert len(found) == 4
    assert "Mug 5" not in found


def test_the_dashboard_names_the_pages_before_a_product_goes() -> None:
    mug = make_product("Mug")
    page = page_with_row(mug)
    own = page_of(mug, words("x"))
    layout = ProductLayout(name="All", preview_product=mug)
    layout.save()
    admin = Client()
    admin.force_login(staff())

    for path in (
        f"/dashboard/catalogue/products/{mug.pk}/",
        f"/dashboard/catalogue/products/{mug.pk}/delete/",
    ):
        soup: Any = BeautifulSoup(admin.get(path).content, "html.parser")
        links = {link["href"]: link.text for link in soup.select("#shown-on a")}
        assert links[f"/cms/pages/{page.pk}/edit/"] == "About"
        assert f"/cms/pages/{own.pk}/edit/" in links
        assert "All" in links.values()


def test_who_edits_no_page_is_led_to_the_page_itself() -> None:
    mug = make_product("Mug")
    page_with_row(mug)
    own = page_of(mug, words("x"), live=False)
    keeper = make_user(is_staff=True)
    keeper.groups.add(Group.objects.get(name="Catalogue admins"))
    client = Client()
    client.force_login(keeper)

    soup: Any = BeautifulSoup(
        client.get(f"/dashboard/catalogue/products/{mug.pk}/delete/").content, "html.parser"
    )

    named = soup.select_one("#shown-on")
    assert {link["href"].rpartition("//")[2].partition("/")[2] for link in named.select("a")} == {
        "about/"
    }
    assert own.title in named.text


def test_a_category_is_named_alike() -> None:
    mugs = make_category("Mugs")
    page_with_row(source="category", category=mugs.pk)
    admin = Client()
    admin.force_login(staff())

    for step in ("update", "delete"):
        path = reverse(f"dashboard:catalogue-category-{step}", args=[mugs.pk])
        assert "About" in BeautifulSoup(admin.get(path).content, "html.parser").text
    assert [found.title for found in shown_on(mugs, user=staff())] == ["About"]


def test_what_no_page_has_chosen_says_so() -> None:
    mug = make_product("Mug")
    admin = Client()
    admin.force_login(staff())

    answer = admin.get(f"/dashboard/catalogue/products/{mug.pk}/delete/")

    assert "No page has chosen it by hand." in answer.content.decode()

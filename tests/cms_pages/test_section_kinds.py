"""What each kind of section shows, and what it leaves out."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model
from wagtail.documents import get_document_model
from wagtail.test.utils.form_data import rich_text, streamfield

from shop.catalogue.models import Product
from shop.cms_pages.product_services import delete_product
from shop.search.listings.services import rebuild
from tests.cms_pages.editing import editor, home_page, items, product_row, publish
from tests.cms_pages.test_sections import row, shown
from tests.factories import make_category, make_product, make_user
from tests.factories.offers import make_offer, make_range, make_voucher
from tests.factories.pictures import make_image

pytestmark = pytest.mark.django_db


def refused(section: tuple[str, dict]) -> str:
    """What the editor is told; nothing was published."""
    response = publish(editor(), home_page(), section)
    assert response.status_code == 200
    assert not home_page().body
    return response.content.decode()


@pytest.fixture
def mug() -> Any:
    return make_product("Mug", category=make_category("Tableware"), stock=4)


@pytest.fixture
def bowl() -> Any:
    return make_product("Bowl", stock=4)


def test_a_row_of_an_offer_stands_while_it_is_given(mug: Any, bowl: Any) -> None:
    offer = make_offer(percent="10", on=make_range(mug))
    assert "/products/mug/" in shown(row(source="offer", offer=offer))
    assert "/products/bowl/" not in shown(row(source="offer", offer=offer))

    offer.end_datetime = timezone.now() - timedelta(days=1)
    offer.save()

    assert "On the shelf" not in shown(row(source="offer", offer=offer))


def test_a_range_may_name_categories_and_exclude(mug: Any, bowl: Any) -> None:
    saucer = make_product("Saucer", category=mug.categories.get(), stock=1)
    held = make_range(name="All but one", includes_all_products=False)
    held.included_categories.add(mug.categories.get())
    held.excluded_products.add(saucer)

    page = shown(row(source="offer", offer=make_offer(percent="10", on=held)))

    assert "/products/mug/" in page
    assert "/products/saucer/" not in page
    assert "/products/bowl/" not in page


def test_the_best_selling_the_wished_for_and_what_is_on_sale(mug: Any, bowl: Any) -> None:
    get_model("analytics", "ProductRecord").objects.create(product=bowl, num_purchases=3)
    wishes = get_model("wishlists", "WishList").objects.create(owner=make_user(), name="Wishes")
    wishes.add(mug)
    make_offer(percent="10", on=make_range(bowl))
    rebuild()

    for source, there, missing in (
        ("best-selling", "bowl", "mug"),
        ("wished", "mug", "bowl"),
        ("sale", "bowl", "mug"),
    ):
        page = shown(row(source=source))
        assert f"/products/{there}/" in page, source
        assert f"/products/{missing}/" not in page, source


def test_a_rule_keeps_the_order_that_was_asked_for() -> None:
    for name, price in (("Mug", "18.00"), ("Bowl", "42.00"), ("Egg cup", "6.00")):
        make_product(name, price=price)

    page = shown(row(source="newest", order="price"))

    assert page.index("Egg cup") < page.index("Mug") < page.index("Bowl")


def look(image: Any, *spots: tuple[Any, int, int]) -> tuple[str, dict]:
    found = [{"product": product, "across": x, "down": y} for product, x, y in spots]
    return "look", {"heading": "The corner", "image": image, "spots": found}


def test_a_look_loses_the_spot_of_what_is_not_sold_any_more(mug: Any, bowl: Any) -> None:
    section = look(make_image("Table"), (mug, 20, 30), (bowl, 70, 60))
    page = shown(section)
    assert "--across:20%" in page
    assert "--across:70%" in page

    Product.objects.filter(pk=bowl.pk).update(is_public=False)
    page = shown(section)
    assert "--across:20%" in page
    assert "--across:70%" not in page

    mug.delete()
    assert "The corner" not in Client().get("/").content.decode()


def comparison(*products: Any, values: tuple[str, ...]) -> tuple[str, dict]:
    lines = [{"label": "Good for", "values": list(values)}]
    return "comparison", {"heading": "Which one", "products": list(products), "lines": lines}


def test_a_comparison_closes_the_gap_and_needs_two(mug: Any, bowl: Any) -> None:
    tray = make_product("Tray")
    section = comparison(mug, bowl, tray, values=("Tea", "Soup", "Both"))
    assert re.findall(r"<td>(Tea|Soup|Both)</td>", shown(section)) == ["Tea", "Soup", "Both"]

    Product.objects.filter(pk=bowl.pk).update(is_public=False)
    assert re.findall(r"<td>(Tea|Soup|Both)</td>", shown(section)) == ["Tea", "Both"]

    Product.objects.filter(pk=tray.pk).update(is_public=False)
    assert "Which one" not in shown(section)


def test_a_comparison_wants_a_value_for_each_product(mug: Any, bowl: Any) -> None:
    line = {"label": "Good for", "values": items("Tea")}
    section = {
        "heading": "Which one",
        "text": "",
        "products": items(mug.pk, bowl.pk),
        "lines": items(line),
    }

    assert "needs 2 values: one for each product." in refused(("comparison", section))


def test_a_countdown_leaves_the_page_when_it_is_over() -> None:
    ends = timezone.now() + timedelta(hours=2)
    section = ("countdown", {"heading": "Until Sunday", "ends_at": ends})
    page = shown(section)
    assert "Until Sunday" in page
    assert "<time datetime=" in page  # what is read without script

    with time_machine.travel(ends + timedelta(seconds=1)):
        assert "Until Sunday" not in Client().get("/").content.decode()


def promotion(**bound: Any) -> tuple[str, dict]:
    return "promotion", {"heading": "Ten percent off"} | bound


def test_a_promotion_stands_as_long_as_its_voucher_can_be_used() -> None:
    voucher = make_voucher(code="TEA10")
    page = shown(promotion(voucher=voucher))
    assert "Ten percent off" in page
    assert "TEA10" in page

    voucher.end_datetime = timezone.now() - timedelta(minutes=1)
    voucher.save()
    assert "Ten percent off" not in shown(promotion(voucher=voucher))

    voucher.delete()
    assert "Ten percent off" not in Client().get("/").content.decode()


def test_a_kept_page_follows_its_voucher(django_capture_on_commit_callbacks: Any) -> None:
    voucher = make_voucher(code="TEA10")
    with django_capture_on_commit_callbacks(execute=True):
        shown(promotion(voucher=voucher))
    assert "TEA10" in Client().get("/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        voucher.code = "TEA20"
        voucher.save()

    assert "TEA20" in Client().get("/").content.decode()


def posted_promotion(**bound: Any) -> tuple[str, dict]:
    return "promotion", {
        "offer": "",
        "voucher": "",
        "heading": "Ten percent off",
        "text": "",
        "image": {"image": "", "alt_text": ""},
        "action": {"label": "", "link": streamfield([])},
    } | bound


def test_a_promotion_of_an_ended_offer_is_refused() -> None:
    ended = make_offer(percent="10", end_datetime=timezone.now() - timedelta(days=1))

    assert "This offer has ended." in refused(posted_promotion(offer=ended.pk))
    assert "one of the two." in refused(posted_promotion())


def test_an_offer_that_nobody_gets_by_itself_is_refused(mug: Any) -> None:
    suspended = make_offer(percent="10", status="Suspended")
    coded = make_offer(percent="10", offer_type="Voucher")

    assert "This offer is suspended" in refused(posted_promotion(offer=suspended.pk))
    assert "given for a code only" in refused(posted_promotion(offer=coded.pk))
    posted = product_row(source="offer", offer=suspended.pk)
    assert "This offer is suspended" in refused(posted)


def test_what_is_chosen_by_hand_is_shown_whole(mug: Any, bowl: Any) -> None:
    page = shown(row(mug, bowl, limit=1))

    assert "/products/mug/" in page
    assert "/products/bowl/" in page


def test_the_editor_names_what_was_deleted_or_hidden_meanwhile(mug: Any, bowl: Any) -> None:
    plate = make_product("Plate")
    home = home_page()
    home.body = [row(mug, bowl, plate)]
    home.save_revision().publish()
    client, path = editor(), f"/cms/pages/{home.pk}/edit/"
    assert "shoppers do not see" not in client.get(path).content.decode()

    delete_product(product=mug)
    bowl.is_public = False
    bowl.save()
    page = unescape(client.get(path).content.decode())

    assert "Product row “On the shelf” chose 2 things that shoppers do not see" in page
    assert "/products/plate/" in Client().get("/").content.decode()
    # Published as it stands, the empty place is named where it is.
    posted = product_row(plate)
    posted[1]["products"] = items("", plate.pk)
    told = publish(client, home, posted).content.decode()
    assert "Nothing is chosen here; what stood here may be gone." in unescape(told)


def test_questions_are_told_to_search_engines() -> None:
    answer = "<p>No, <b>never</b>.</p><p>Ask.</p>"
    questions = [{"question": "Is it </script> safe?", "answer": answer}]
    questions.append({"question": "", "answer": ""})
    page = shown(("faq", {"heading": "Asked", "questions": questions}))
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S).group(1))  # type: ignore[union-attr]
    (faq,) = [thing for thing in data["@graph"] if thing["@type"] == "FAQPage"]
    assert faq["mainEntity"] == [
        {
            "@type": "Question",
            "name": "Is it </script> safe?",
            "acceptedAnswer": {"@type": "Answer", "text": "No, never. Ask."},
        }
    ]


def test_a_script_in_rich_text_is_gone_when_it_is_saved() -> None:
    image = rich_text('<p>Words</p><script>alert(1)</script><p onclick="x()">More</p>')

    publish(editor(), home_page(), ("rich_text", {"text": image}))

    page = Client().get("/").content.decode()
    assert "Words" in page
    assert "<script>alert" not in page
    assert "onclick" not in page


def document(name: str, content: bytes) -> Any:
    file = ContentFile(content, name=name)
    return get_document_model().objects.create(title=name, file=file)


def posted_video(**changes: Any) -> tuple[str, dict]:
    return "video", {
        "heading": "",
        "title": "How a mug is thrown",
        "file": "",
        "address": "",
        "picture": {"image": make_image().pk, "decorative": "on", "alt_text": ""},
        "captions": "",
    } | changes


def test_a_video_is_a_film_or_a_known_address() -> None:
    fake = document("film.mp4", b"not a film at all, but long enough")

    assert "This is not a film" in refused(posted_video(file=fake.pk))
    assert "This is no film at YouTube" in refused(posted_video(address="https://example.com/x"))
    assert "one of the two." in refused(posted_video())


def test_a_page_with_a_hosted_film_lets_its_host_in_and_no_other_page_does() -> None:
    video = {"title": "Film", "address": "https://vimeo.com/123456789", "picture": make_image()}
    home = home_page()
    home.body = [("video", video)]
    home.save()

    response = Client().get("/")

    assert "https://player.vimeo.com" in response["Content-Security-Policy"]
    assert "player.vimeo.com" not in Client().get("/shop/")["Content-Security-Policy"]


def test_a_picture_that_is_no_picture_is_named_to_the_editor() -> None:
    section = (
        "picture_gallery",
        {
            "heading": "",
            "shape": "even",
            "items": items(
                {
                    "image": {"image": 987654, "decorative": "on", "alt_text": ""},
                    "caption": "",
                },
                {
                    "image": {"image": make_image().pk, "decorative": "on", "alt_text": ""},
                    "caption": "",
                },
            ),
        },
    )

    assert "error" in refused(section)


@pytest.mark.parametrize(
    "section",
    [
        ("picture_gallery", {"heading": "Nothing here", "items": []}),
        ("look", {"heading": "Nothing here", "image": None, "spots": []}),
        ("comparison", {"heading": "Nothing here", "products": [], "lines": []}),
        ("countdown", {"heading": "Nothing here", "ends_at": None}),
        ("promotion", {"heading": "Nothing here"}),
        ("faq", {"heading": "Nothing here", "questions": []}),
        ("video", {"heading": "Nothing here", "title": "", "address": "", "picture": None}),
        ("stories", {"heading": "Nothing here", "limit": 3}),
        ("facts", {"heading": "Nothing here", "facts": []}),
        ("product_grid", {"heading": "Nothing here", "source": "chosen", "products": []}),
    ],
    ids=lambda section: section[0],
)
def test_an_empty_section_renders_nothing(section: tuple[str, dict]) -> None:
    assert "Nothing here" not in shown(section)

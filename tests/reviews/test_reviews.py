"""Reviews: written by anybody, read by the shop first, then shown, counted and voted for."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.communication.models import OutboundMessage
from shop.reviews.models import ProductReview, Vote
from shop.reviews.selectors import product_reviews
from shop.reviews.services import moderate_review, write_review
from shop.search.models import ListedProduct
from tests.factories import (
    PASSWORD,
    SAME_ORIGIN,
    add_to_basket,
    countries,
    make_product,
    make_review,
    make_user,
    make_variants,
    pay,
    place_order,
)

pytestmark = pytest.mark.django_db

GOOD = {
    "score": "4",
    "title": "Good weight",
    "body": "Sits well in the hand.",
    "name": "Rowan",
    "email": "Rowan@example.com",
}


@pytest.fixture
def mug():
    return make_product("Mug")


def write(client, product, **changes):
    return client.post(f"/products/{product.slug}/reviews/write/", {**GOOD, **changes})


def shown(client, product):
    return client.get(product.get_absolute_url()).text


# Writing


def test_a_guests_review_waits_and_is_shown_once_it_is_published(client, mug):
    answer = write(client, mug)

    assert (answer.status_code, answer.url) == (302, "/products/mug/#reviews")
    review = ProductReview.objects.get()
    assert (review.status, review.score, review.email, review.user) == (
        ProductReview.FOR_MODERATION,
        4,
        "rowan@example.com",
        None,
    )
    assert "Good weight" not in shown(client, mug)
    assert not OutboundMessage.objects.exists()

    assert moderate_review(review_id=review.pk, publish=True)

    page = shown(client, mug)
    assert "Good weight" in page
    assert "rowan@example.com" not in page
    (mail,) = OutboundMessage.objects.all()
    assert (mail.kind, mail.recipient) == ("review_published", "rowan@example.com")


def test_publishing_twice_writes_once(mug):
    review = make_review(mug, status=ProductReview.FOR_MODERATION)

    moderate_review(review_id=review.pk, publish=True)
    assert not moderate_review(review_id=review.pk, publish=True)
    moderate_review(review_id=review.pk, publish=False)
    moderate_review(review_id=review.pk, publish=True)

    assert OutboundMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"score": ""}, "Choose how many stars."),
        ({"score": "6"}, "Choose one to five stars."),
        ({"score": "0"}, "Choose one to five stars."),
        ({"score": "four"}, "Choose one to five stars."),
        ({"title": "  "}, "Enter a line that sums it up."),
        ({"title": "x" * 121}, "Please keep it below 120 characters."),
        ({"title": "!!!"}, "Please say it in words."),
        ({"body": ""}, "Say what it is like."),
        ({"body": "x" * 10_000}, "Please keep it below 4000 characters."),
        ({"body": "nul \0"}, "Null characters are not allowed."),
        ({"name": ""}, "Enter the name to show."),
        ({"email": "nobody"}, "Enter an e-mail address like name@example.com."),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field_and_nothing_is_lost(client, mug, change, said):
    answer = write(client, mug, **change)

    assert answer.status_code == 422
    (field,) = change
    note = re.search(rf'id="id_{field}_error">(.*?)</p>', answer.text, re.S)
    assert note
    assert said in note[1]
    kept = {key: value for key, value in GOOD.items() if key not in change and key != "score"}
    assert all(value in answer.text for value in kept.values())
    if field != "score":
        assert re.search(r'value="4"[^>]* checked', answer.text)
    assert not ProductReview.objects.exists()


def test_a_text_in_any_script_comes_out_as_it_went_in_and_as_text(client, mug):
    write(
        client, mug, title="すばらしい 🍵", body="<script>alert(1)</script> & so on", name="Łucja"
    )
    moderate_review(review_id=ProductReview.objects.get().pk, publish=True)

    page = shown(client, mug)
    assert "すばらしい 🍵" in page
    assert "Łucja" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on" in page


def test_the_form_needs_its_token(mug):
    careful = Client(enforce_csrf_checks=True)
    assert write(careful, mug).status_code == 403
    assert not ProductReview.objects.exists()


@pytest.mark.parametrize("path", ["reviews/", "reviews/write/", "questions/", "questions/ask/"])
def test_what_is_not_sold_has_no_page(client, path):
    hidden = make_product("Hidden", is_public=False)
    assert client.get(f"/products/{hidden.slug}/{path}").status_code == 404
    assert client.get(f"/products/nowhere/{path}").status_code == 404


def test_a_flood_is_stopped_and_says_so(client, mug):
    answers = [write(client, mug, email=f"a{n}@example.com").status_code for n in range(7)]

    assert answers == [302] * 6 + [429]
    assert ProductReview.objects.count() == 6
    assert "try again in an hour" in write(client, mug).text


def test_one_address_has_few_waiting(client, mug):
    for _each in range(5):
        assert write(client, mug).status_code == 302
    cache.clear()  # from somewhere else
    answer = write(client, mug)
    assert answer.status_code == 429
    assert "Sits well in the hand." in answer.text
    assert ProductReview.objects.count() == 5


def test_an_account_has_one_review_of_a_product_and_changes_it(client, mug):
    rowan = make_user("rowan@example.com")
    client.force_login(rowan)
    write(client, mug)
    review = ProductReview.objects.get()
    moderate_review(review_id=review.pk, publish=True)
    assert 'name="email"' not in client.get("/products/mug/reviews/write/").text
    assert "Good weight" in client.get("/products/mug/reviews/write/").text

    write(client, mug, title="Chipped after a week", score="2")

    review.refresh_from_db()
    mug.refresh_from_db()
    assert (review.title, review.user, review.email) == ("Chipped after a week", rowan, "")
    assert review.status == ProductReview.FOR_MODERATION
    assert mug.rating is None
    moderate_review(review_id=review.pk, publish=True)
    assert OutboundMessage.objects.filter(kind="review_published").count() == 1
    assert OutboundMessage.objects.get(kind="review_published").recipient == "rowan@example.com"


# The mark of a buyer


def test_who_paid_for_it_is_a_verified_buyer(client):
    countries()
    mug = make_variants("Mug")
    rowan = make_user("rowan@example.com")
    client.force_login(rowan)
    write(client, mug)
    assert not ProductReview.objects.get().bought

    add_to_basket(client, mug.children.first())
    url = place_order(client).url
    write(client, mug)
    assert not ProductReview.objects.get().bought, "an order that is not paid proves nothing"
    pay(client, url)
    moderate_review(review_id=ProductReview.objects.get().pk, publish=True)

    assert ProductReview.objects.get().bought
    assert "Verified buyer" in shown(client, mug)


def test_an_address_that_was_only_typed_is_no_buyer(client):
    countries()
    mug = make_product("Mug")
    guest = Client()
    add_to_basket(guest, mug)
    pay(guest, place_order(guest, email="rowan@example.com").url)

    write(client, mug, email="rowan@example.com")

    assert not ProductReview.objects.get().bought


# The rating


def test_the_products_rating_follows_what_is_published(mug):
    five, two = make_review(mug, score=5), make_review(mug, score=2)
    make_review(mug, score=1, status=ProductReview.FOR_MODERATION)
    mug.refresh_from_db()
    assert mug.rating == 3.5

    moderate_review(review_id=two.pk, publish=False)
    mug.refresh_from_db()
    assert mug.rating == 5

    five.delete()
    mug.refresh_from_db()
    assert mug.rating is None


def test_listings_hear_of_a_new_rating(mug, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        review = make_review(mug, score=4, status=ProductReview.FOR_MODERATION)
        moderate_review(review_id=review.pk, publish=True)
    assert ListedProduct.objects.get(product=mug).rating == 4


def test_a_rating_writes_nothing_else_of_the_product(mug):
    review = make_review(mug, status=ProductReview.FOR_MODERATION)
    type(mug).objects.filter(pk=mug.pk).update(title="Renamed meanwhile")

    review.save()

    mug.refresh_from_db()
    assert mug.title == "Renamed meanwhile"


# Reading


def test_the_histogram_counts_and_filters(client, mug):
    for score in (5, 5, 4, 1):
        make_review(mug, score=score, title=f"{score} it is")

    page = client.get("/products/mug/reviews/?stars=5").text

    assert page.count("5 it is") >= 2
    assert "4 it is" not in page
    panel = product_reviews(product_id=mug.pk, slug=mug.slug)
    assert (panel.average, panel.count) == (3.75, 4)
    assert [(bar.score, bar.count, bar.share) for bar in panel.bars] == [
        (5, 2, 50),
        (4, 1, 25),
        (3, 0, 0),
        (2, 0, 0),
        (1, 1, 25),
    ]
    assert 'href="/products/mug/reviews/?stars=4"' in page
    assert "?stars=3" not in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("helpful", ["b", "c", "a"]),
        ("newest", ["c", "b", "a"]),
        ("highest", ["a", "c", "b"]),
        ("lowest", ["b", "c", "a"]),
        ("'; DROP TABLE", ["b", "c", "a"]),
    ],
)
def test_reviews_are_sorted(mug, sort, expected):
    make_review(mug, title="a", score=5)
    make_review(mug, title="b", score=1, delta_votes=3)
    make_review(mug, title="c", score=3)

    panel = product_reviews(product_id=mug.pk, slug=mug.slug, sort=sort)

    assert [review.title for review in panel.page] == expected


def test_pages_hold_ten_each_and_end(client, mug):
    for number in range(23):
        make_review(mug, title=f"Number {number}.", score=5 if number else 1)

    seen = [client.get(f"/products/mug/reviews/?sort=newest&page={n}").text for n in (1, 2, 3)]

    found = [re.findall(r"review-title\">(Number \d+\.)", page) for page in seen]
    assert [len(each) for each in found] == [10, 10, 3]
    assert len({title for each in found for title in each}) == 23
    assert "sort=newest&amp;page=2" in seen[0]
    assert client.get("/products/mug/reviews/?page=4").status_code == 404
    assert client.get("/products/mug/reviews/?stars=1&page=2").status_code == 404


@pytest.mark.parametrize(
    "value", ["", "0", "-1", "six", "٣", "9" * 5000, "1;--", "\0", "<b>", "🍵"]
)
@pytest.mark.parametrize("name", ["stars", "sort", "page"])
def test_a_senseless_address_is_a_page(client, mug, name, value):
    make_review(mug)
    answer = client.get("/products/mug/reviews/", {name: value})
    assert answer.status_code == 200
    assert "<b>" not in answer.text.split("</head>")[1]


def test_a_product_without_reviews_says_so_and_asks_for_one(client, mug):
    page = shown(client, mug)
    assert "Nobody has written about it yet." in page
    assert "/products/mug/reviews/write/" in page


def test_the_shops_reply_stands_below(client, mug):
    review = make_review(mug)
    moderate_review(review_id=review.pk, publish=True, reply="Thank you, Rowan.")
    assert "Thank you, Rowan." in shown(client, mug)


@pytest.mark.parametrize("path", ["", "reviews/", "questions/"])
def test_reading_is_public(client, mug, path):
    make_review(mug)
    answer = client.get(f"/products/mug/{path}")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "csrfmiddlewaretoken" not in answer.text


def test_the_panel_asks_twice_for_three_and_for_thirty():
    few, many, none = make_product("Few"), make_product("Many"), make_product("None")
    for product, number in ((few, 3), (many, 30)):
        for _each in range(number):
            make_review(product)

    def queries(product):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            panel = product_reviews(product_id=product.pk, slug=product.slug)
            assert len(panel.page.object_list) <= 4
        return len(asked)

    assert (queries(none), queries(few), queries(many)) == (1, 2, 2)


def test_the_page_of_all_asks_as_much_for_three_as_for_thirty(client):
    few, many = make_product("Few"), make_product("Many")
    for product, number in ((few, 3), (many, 30)):
        for n in range(number):
            make_review(product, user=make_user(f"{product.slug}{n}@example.com"))
    client.get("/products/few/reviews/")  # what every page shows is warm

    def queries(product):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/products/{product.slug}/reviews/")
        return len(asked)

    assert queries(few) == queries(many) <= 3


# Votes


def vote(client, review, **extra):
    return client.post(f"/reviews/{review.pk}/helpful/", **{**SAME_ORIGIN, **extra})


def test_a_vote_counts_once_a_shopper(client, mug):
    review = make_review(mug)
    client.force_login(make_user())

    assert vote(client, review).url == "/products/mug/#reviews"
    vote(client, review)

    review.refresh_from_db()
    assert (review.delta_votes, review.total_votes, Vote.objects.count()) == (1, 1, 1)
    assert "1 person found this helpful" in shown(client, mug)


def test_ones_own_review_and_one_that_waits_take_no_vote(client, mug):
    rowan = make_user()
    mine = make_review(mug, user=rowan)
    waiting = make_review(mug, status=ProductReview.FOR_MODERATION)
    client.force_login(rowan)

    assert vote(client, mine).status_code == 302
    assert vote(client, waiting).status_code == 404
    assert not Vote.objects.exists()


def test_a_vote_from_another_site_is_refused(client, mug):
    review = make_review(mug)
    client.force_login(make_user())
    assert vote(client, review, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert not Vote.objects.exists()


def test_by_script_the_answer_takes_the_forms_place(client, mug):
    review = make_review(mug)
    client.force_login(make_user())
    answer = vote(client, review, HTTP_HX_REQUEST="true")
    assert "Your vote is counted" in answer.text
    assert "1 person found this helpful" in answer.text
    assert "You have said so already" in vote(client, review, HTTP_HX_REQUEST="true").text


def test_a_visitors_vote_waits_for_the_log_in(client, mug):
    review = make_review(mug)
    make_user("rowan@example.com")

    answer = vote(client, review)
    assert answer.url.startswith("/accounts/login/?next=/products/mug/")
    client.post(answer.url, {"login": "rowan@example.com", "password": PASSWORD})

    review.refresh_from_db()
    assert review.delta_votes == 1
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "rowan@example.com", "password": PASSWORD})
    assert Vote.objects.count() == 1


def test_by_script_a_visitor_is_led_to_the_log_in(client, mug):
    answer = vote(client, make_review(mug), HTTP_HX_REQUEST="true")
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/accounts/login/?next=")


# Privacy


def test_what_somebody_wrote_goes_with_their_account(client, mug):
    rowan, ada = make_user("rowan@example.com"), make_user("ada@example.com")
    client.force_login(rowan)
    write(client, mug)
    moderate_review(review_id=ProductReview.objects.get().pk, publish=True)
    other = make_review(mug, score=2, user=ada)
    vote(client, other)

    client.post("/account/profile/delete/", {"password": PASSWORD})

    assert list(ProductReview.objects.all()) == [other]
    mug.refresh_from_db()
    other.refresh_from_db()
    assert (mug.rating, other.delta_votes, other.total_votes) == (2, 0, 0)


def test_a_review_sent_twice_at_once_is_one(mug):
    rowan = make_user()
    said: Any = {"name": "Rowan", "email": "", "score": 4, "title": "Good", "body": "Heavy."}
    first = write_review(product=mug, user=rowan, **said)
    second = write_review(product=mug, user=rowan, **said)
    assert first.pk == second.pk

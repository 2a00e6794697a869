"""Moderation: reviews and questions are read, published, refused and answered in the dashboard."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop.accounts.groups import CATALOGUE_ADMINS, ORDER_ADMINS
from shop.communication.models import OutboundMessage
from shop.reviews.models import ProductReview, Question
from tests.factories import make_product, make_question, make_review, make_user

pytestmark = pytest.mark.django_db

WAITING = ProductReview.FOR_MODERATION


@pytest.fixture
def moderator(client):
    user = make_user("callum@example.com", is_staff=True)
    user.groups.add(Group.objects.get(name=CATALOGUE_ADMINS))
    client.force_login(user)
    return user


@pytest.fixture
def mug():
    return make_product("Mug")


def test_the_list_counts_and_shows_what_waits(client, moderator, mug):
    make_review(mug, title="To be read", status=WAITING)
    make_review(mug, title="Was read")

    page = client.get("/dashboard/reviews/").text

    assert "To be read" in page
    assert "Was read" not in page
    assert "Was read" in client.get("/dashboard/reviews/?show=published").text
    assert "No review found." in client.get("/dashboard/reviews/?show=refused").text
    assert "Was read" not in client.get("/dashboard/reviews/?show=published&q=nothing").text
    assert "Was read" in client.get("/dashboard/reviews/?show=published&q=WAS+mug").text


def test_one_press_publishes_and_one_refuses(client, moderator, mug):
    good = make_review(mug, status=WAITING)
    bad = make_review(mug, status=WAITING)

    client.post("/dashboard/reviews/", {"publish": good.pk})
    client.post("/dashboard/reviews/", {"refuse": bad.pk})

    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.is_approved, bad.is_rejected) == (True, True)
    assert [mail.recipient for mail in OutboundMessage.objects.all()] == [good.email]


def test_the_ticked_ones_are_published_together(client, moderator, mug):
    reviews = [make_review(mug, status=WAITING) for _each in range(3)]
    chosen = [review.pk for review in reviews[:2]]

    client.post("/dashboard/reviews/", {"publish": "selected", "review": chosen})

    assert ProductReview.objects.filter(status=ProductReview.APPROVED).count() == 2


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "selected", "٣"])
def test_a_senseless_choice_changes_nothing(client, moderator, mug, value):
    make_review(mug, status=WAITING)
    assert client.post("/dashboard/reviews/", {"publish": value}).status_code == 302
    assert ProductReview.objects.get().pending_moderation


def test_a_reply_is_published_with_the_review(client, moderator, mug):
    review = make_review(mug, status=WAITING)
    client.post(f"/dashboard/reviews/{review.pk}/", {"publish": "1", "reply": "Thank you."})
    assert "Thank you." in client.get("/products/mug/").text


def test_a_question_is_answered_or_refused(client, moderator, mug):
    question = make_question(mug, answer="")
    other = make_question(mug, answer="")
    assert question.body in client.get("/dashboard/questions/").text
    url = f"/dashboard/questions/{question.pk}/"

    answer = client.post(url, {"answer": " "})
    assert answer.status_code == 422
    assert "Write the answer first." in answer.text
    client.post(url, {"answer": "Yes."})
    client.post(f"/dashboard/questions/{other.pk}/", {"refuse": "1"})

    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("Yes.", moderator)
    assert Question.objects.get(status="refused") == other
    assert OutboundMessage.objects.count() == 1


def test_who_looks_after_orders_moderates_nothing(client, mug):
    review, question = make_review(mug, status=WAITING), make_question(mug, answer="")
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=ORDER_ADMINS))
    client.force_login(user)

    for url, data in (
        ("/dashboard/reviews/", {"publish": review.pk}),
        (f"/dashboard/reviews/{review.pk}/", {"reply": ""}),
        ("/dashboard/questions/", {}),
        (f"/dashboard/questions/{question.pk}/", {"answer": "Yes."}),
    ):
        assert client.post(url, data).status_code in (302, 403, 405), url
    review.refresh_from_db()
    question.refresh_from_db()
    assert (review.status, question.status) == (WAITING, "waiting")


def test_who_may_look_may_not_decide(client, mug):
    review = make_review(mug, status=WAITING)
    user = make_user(is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename="view_productreview"))
    client.force_login(user)

    assert client.get("/dashboard/reviews/").status_code == 200
    assert client.post("/dashboard/reviews/", {"publish": review.pk}).status_code == 403
    assert client.get(f"/dashboard/reviews/{review.pk}/").status_code == 403


@pytest.mark.parametrize("make", [make_review, make_question])
def test_a_list_asks_as_much_for_three_as_for_thirty(client, moderator, mug, make):
    url = "/dashboard/reviews/" if make is make_review else "/dashboard/questions/"
    waiting = {"status": WAITING} if make is make_review else {"answer": ""}

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    for _each in range(3):
        make(mug, **waiting)
    queries()
    few = queries()
    for _each in range(27):
        make(mug, **waiting)
    assert queries() == few

"""The same alert, vote or review twice at once. Each test names what it fails without."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from oscar.core.loading import get_model

from shop.accounts.stock_alerts import request_stock_alert, send_stock_alerts
from shop.accounts.wish_lists import keep_on_list
from shop.communication.models import OutboundMessage
from shop.core.oscar import ProductAlert
from shop.partner.models import StockRecord
from shop.reviews.models import ProductReview, Question, Vote
from shop.reviews.services import (
    answer_question,
    moderate_review,
    vote_helpful,
    write_review,
)
from tests.factories import make_product, make_question, make_review, make_user

pytestmark = [pytest.mark.postgres]

WishList = get_model("wishlists", "WishList")
TIMES = 8


def failures(answers):
    return [answer for answer in answers if isinstance(answer, Exception)]


def test_one_guest_asking_many_times_at_once_waits_once(at_once):
    """The constraint alert_one_waiting_per_address; without it as many mails follow."""
    mug = make_product(stock=0)
    guest: Any = {"user": AnonymousUser(), "email": "ada@example.com"}
    answers = at_once([lambda: request_stock_alert(product=mug, **guest).pk] * TIMES)
    assert not failures(answers)
    assert len(set(answers)) == 1
    assert ProductAlert.objects.count() == OutboundMessage.objects.count() == 1


def test_one_account_asking_many_times_at_once_waits_once(at_once):
    """The constraint alert_one_waiting_per_account."""
    mug, rowan = make_product(stock=0), make_user()
    answers = at_once([lambda: request_stock_alert(product=mug, user=rowan).pk] * TIMES)
    assert not failures(answers)
    assert ProductAlert.objects.count() == 1


def test_many_workers_tell_each_once(at_once):
    """The condition of the UPDATE that closes an alert; without it each worker writes."""
    mug = make_product(stock=0)
    for _each in range(5):
        request_stock_alert(product=mug, user=make_user())
    StockRecord.objects.update(num_in_stock=9)
    answers = at_once([send_stock_alerts] * 4)
    assert not failures(answers)
    assert sum(answers) == 5
    assert OutboundMessage.objects.count() == 5


def test_a_vote_pressed_many_times_at_once_counts_once(at_once):
    """Oscar's unique (user, review), and a sum that is added to in the same transaction."""
    review, rowan = make_review(make_product()), make_user()
    answers = at_once([lambda: vote_helpful(review_id=review.pk, user=rowan)] * TIMES)
    review.refresh_from_db()
    assert not failures(answers)
    assert sum(answers) == 1
    assert (review.delta_votes, review.total_votes, Vote.objects.count()) == (1, 1, 1)


def test_votes_of_many_at_once_are_all_counted(at_once):
    """The sum is added to in SQL; read, added and written it would lose some."""
    review = make_review(make_product())
    users = [make_user() for _each in range(TIMES)]
    answers = at_once([lambda u=u: vote_helpful(review_id=review.pk, user=u) for u in users])
    review.refresh_from_db()
    assert answers == [True] * TIMES
    assert review.delta_votes == TIMES


def test_reviews_published_at_once_all_count_in_the_rating(at_once):
    """Product.update_rating takes the product's lock before the mean; else the last one wins."""
    mug = make_product()
    reviews = [make_review(mug, score=n % 5 + 1, status=0) for n in range(10)]
    answers = at_once([lambda r=r: moderate_review(review_id=r.pk, publish=True) for r in reviews])
    mug.refresh_from_db()
    assert answers == [True] * 10
    assert mug.rating == 3


def test_a_review_published_by_two_at_once_is_written_about_once(at_once):
    """The review's row lock in moderate_review."""
    review = make_review(make_product(), status=0)
    answers = at_once([lambda: moderate_review(review_id=review.pk, publish=True)] * 4)
    assert sorted(answers) == [False, False, False, True]
    assert OutboundMessage.objects.count() == 1


def test_a_review_sent_many_times_at_once_is_one(at_once):
    """Oscar's unique (product, user), answered by changing the first one."""
    mug, rowan = make_product(), make_user()
    said: Any = {"name": "Rowan", "email": "", "score": 4, "title": "Good", "body": "Heavy."}
    answers = at_once([lambda: write_review(product=mug, user=rowan, **said).pk] * TIMES)
    assert not failures(answers)
    assert ProductReview.objects.count() == 1


def test_a_question_answered_by_two_at_once_is_sent_once(at_once):
    """The outbox row is named after the question; the row lock keeps answer and state together."""
    question = make_question(make_product(), answer="")
    answers = at_once(
        [
            lambda text=text: answer_question(question_id=question.pk, answer=text, staff=None)
            for text in ("Yes.", "No.", "Perhaps.")
        ]
    )
    assert not failures(answers)
    assert OutboundMessage.objects.count() == 1
    assert Question.objects.get().answer in {"Yes.", "No.", "Perhaps."}


def test_a_wish_pressed_many_times_at_once_is_one_line_on_one_list(at_once):
    """The user's row lock in keep_on_list; without it each press makes a list."""
    mug, rowan = make_product(), make_user()
    answers = at_once([lambda: keep_on_list(user=rowan, product=mug).pk] * TIMES)
    assert not failures(answers)
    assert WishList.objects.count() == 1
    assert WishList.objects.get().lines.count() == 1

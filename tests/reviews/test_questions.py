"""Questions: asked by anybody, answered by the shop, which publishes them."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop.communication.models import OutboundMessage
from shop.communication.rendering import render
from shop.reviews.models import Question
from shop.reviews.selectors import product_questions
from shop.reviews.services import answer_question, refuse_question
from tests.factories import PASSWORD, make_product, make_question, make_user

pytestmark = pytest.mark.django_db

GOOD = {"body": "Is it dishwasher safe?", "name": "Ada", "email": "Ada@example.com"}


@pytest.fixture
def mug():
    return make_product("Mug")


def ask(client, product, **changes):
    return client.post(f"/products/{product.slug}/questions/ask/", {**GOOD, **changes})


def shown(client, product):
    return client.get(product.get_absolute_url()).text


def test_the_answer_publishes_a_question_and_is_sent(client, mug):
    answer = ask(client, mug)
    assert (answer.status_code, answer.url) == (302, "/products/mug/#questions")
    question = Question.objects.get()
    assert (question.email, question.status) == ("ada@example.com", "waiting")
    assert "dishwasher safe" not in shown(client, mug)

    staff = make_user(is_staff=True)
    assert answer_question(question_id=question.pk, answer="Yes, on any shelf.", staff=staff)

    page = shown(client, mug)
    assert "Is it dishwasher safe?" in page
    assert "Yes, on any shelf." in page
    assert "ada@example.com" not in page
    (mail,) = OutboundMessage.objects.all()
    assert (mail.kind, mail.recipient) == ("question_answered", "ada@example.com")
    assert "Yes, on any shelf." in render(mail).text


def test_a_corrected_answer_is_not_sent_again_and_a_refused_one_stands_nowhere(client, mug):
    question = make_question(mug, answer="")
    for text in ("Yes.", "No.", "No."):
        answer_question(question_id=question.pk, answer=text, staff=None)
    assert OutboundMessage.objects.count() == 1
    assert "No." in shown(client, mug)

    assert refuse_question(question_id=question.pk)
    assert not refuse_question(question_id=question.pk)
    assert question.body not in shown(client, mug)


def test_an_empty_answer_is_none(mug):
    with pytest.raises(ValueError):
        answer_question(question_id=make_question(mug, answer="").pk, answer="  ", staff=None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"body": ""}, "What would you like to know?"),
        ({"body": "???"}, "Please say it in words."),
        ({"body": "x" * 10_000}, "Please keep it below 1000 characters."),
        ({"name": ""}, "Enter the name to show."),
        ({"email": "ada@"}, "Enter an e-mail address like name@example.com."),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field_and_nothing_is_lost(client, mug, change, said):
    answer = ask(client, mug, **change)

    assert answer.status_code == 422
    (field,) = change
    note = re.search(rf'id="id_{field}_error">(.*?)</p>', answer.text, re.S)
    assert note
    assert said in note[1]
    assert all(value in answer.text for key, value in GOOD.items() if key not in change)
    assert not Question.objects.exists()


def test_an_accounts_address_is_known(client, mug):
    client.force_login(make_user("rowan@example.com"))
    assert 'name="email"' not in client.get("/products/mug/questions/ask/").text
    ask(client, mug)
    question = Question.objects.get()
    assert question.user is not None
    assert question.email == "rowan@example.com"


def test_a_flood_is_stopped(client, mug):
    answers = [ask(client, mug, email=f"a{n}@example.com").status_code for n in range(11)]
    assert answers == [302] * 10 + [429]
    cache.clear()
    assert [ask(client, mug, email="one@example.com").status_code for _n in range(6)] == [
        302
    ] * 5 + [429]


def test_the_search_wants_every_word_in_question_or_answer(client, mug):
    make_question(mug, body="Is it heavy?", answer="It weighs 380 grams.")
    make_question(mug, body="Is it dishwasher safe?", answer="Yes.")

    def found(query):
        page = client.get("/products/mug/questions/", {"q": query}).text
        return re.findall(r"<dt>(.*?)</dt>", page)

    assert found("HEAVY grams") == ["Is it heavy?"]
    assert found("heavy safe") == []
    assert len(found("is it")) == 2
    assert "0 questions with" in client.get("/products/mug/questions/?q=blue").text


@pytest.mark.parametrize("query", ["x" * 5000, "\0", "🍵", "'; DROP TABLE x;--", "<b>", "%_\\"])
def test_a_senseless_search_is_a_page(client, mug, query):
    make_question(mug)
    answer = client.get("/products/mug/questions/", {"q": query})
    assert answer.status_code == 200
    assert "<b>" not in answer.text.split("</head>")[1]


def test_pages_hold_fifteen_and_end(client, mug):
    for _each in range(16):
        make_question(mug)
    assert client.get("/products/mug/questions/").text.count("<dt>") == 15
    assert client.get("/products/mug/questions/?page=2").text.count("<dt>") == 1
    assert client.get("/products/mug/questions/?page=3").status_code == 404
    assert client.get("/products/mug/questions/?page=none").status_code == 200


def test_the_panel_asks_once_for_three_and_for_thirty():
    few, many, none = make_product("Few"), make_product("Many"), make_product("None")
    for product, number in ((few, 3), (many, 30)):
        for _each in range(number):
            make_question(product)

    def queries(product):
        with CaptureQueriesContext(connection) as asked:
            panel = product_questions(product_id=product.pk, slug=product.slug)
        return len(asked), panel.count

    assert (queries(none), queries(few), queries(many)) == ((1, 0), (1, 3), (1, 30))


def test_a_question_outlives_its_askers_account_without_their_name(client, mug):
    rowan = make_user("rowan@example.com")
    make_question(mug, user=rowan, name="Rowan Hale", email=rowan.email)
    make_question(mug, user=rowan, email=rowan.email, answer="")
    client.force_login(rowan)

    client.post("/account/profile/delete/", {"password": PASSWORD})

    (left,) = Question.objects.all()
    assert (left.user, left.name, left.email, left.status) == (None, "", "", "answered")
    assert "Rowan Hale" not in shown(client, mug)

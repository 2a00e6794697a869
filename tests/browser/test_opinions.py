"""Reviews, questions, wishes and what was looked at, with and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shop.reviews.models import ProductReview, Question
from shop.reviews.services import answer_question, moderate_review
from tests.browser import steps
from tests.browser.test_accessibility import examine
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])


def write_review(page: Page) -> None:
    page.goto(steps.MUG)
    page.get_by_role("link", name="Write a review").click()
    page.get_by_label("In one line").fill("Holds a proper tea")
    page.get_by_label("Your review").fill("And keeps it warm.")
    page.get_by_label("Name", exact=True).fill("Rowan")
    page.get_by_label("E-mail address").fill("rowan@example.com")
    page.get_by_role("button", name="Send the review").click()


@BOTH
def test_a_review_is_written_and_read(visit: Callable[..., Visitor], javascript: bool) -> None:
    page = visit(width=PHONE, javascript=javascript).page
    write_review(page)
    expect(page.locator("#id_score_error")).to_contain_text("Choose how many stars.")
    expect(page.get_by_label("In one line")).to_have_value("Holds a proper tea")
    page.get_by_label("4 stars: good").check()
    page.get_by_role("button", name="Send the review").click()
    page.wait_for_url("**/products/stoneware-mug/#reviews")
    if javascript:
        expect(page.get_by_text("We read every review before it appears")).to_be_visible()
    review = ProductReview.objects.get(email="rowan@example.com")

    moderate_review(review_id=review.pk, publish=True)

    page.goto(steps.MUG)
    page.get_by_role("link", name="4 stars").click()
    expect(page.get_by_role("heading", name="Holds a proper tea")).to_be_visible()
    expect(page.get_by_role("heading", name="Three years of dishwasher")).to_have_count(0)
    page.get_by_role("link", name="Remove 4 stars").click()
    expect(page.get_by_role("heading", name="Three years of dishwasher")).to_be_visible()
    where = "/products/stoneware-mug/" if javascript else "/products/stoneware-mug/reviews/"
    assert page.url.endswith(where)


@BOTH
def test_a_question_is_asked_and_found(visit: Callable[..., Visitor], javascript: bool) -> None:
    page = visit(width=PHONE, javascript=javascript).go(steps.MUG)
    page.get_by_role("link", name="Ask a question").click()
    page.get_by_label("Your question").fill("Does it stack?")
    page.get_by_label("Name", exact=True).fill("Ada")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_role("button", name="Send the question").click()
    page.wait_for_url("**/products/stoneware-mug/#questions")
    question = Question.objects.get(email="ada@example.com")

    answer_question(question_id=question.pk, answer="Two high, no more.", staff=None)

    page.goto(steps.MUG)
    page.get_by_role("searchbox", name="Search the questions").fill("stack")
    page.get_by_role("searchbox", name="Search the questions").press("Enter")
    expect(page.get_by_text("1 question with “stack”")).to_be_visible()
    expect(page.get_by_text("Two high, no more.")).to_be_visible()
    expect(page.get_by_text("Is the glaze free of lead")).to_have_count(0)


@BOTH
def test_a_visitors_wish_survives_the_log_in(
    visit: Callable[..., Visitor], javascript: bool
) -> None:
    visitor = visit(width=PHONE, javascript=javascript)
    page = visitor.go("/shop/tableware/")
    assert visitor.cookies() == [], "a card may be looked at without a cookie"
    page.get_by_role("button", name="Keep Stoneware Mug on a wish list").click()
    page.wait_for_url("**/accounts/login/**")
    steps.log_in(page, "shopper@example.com")
    page.wait_for_url("**/shop/tableware/")

    page.goto("/account/wishlists/")
    page.get_by_role("link", name="My wish list", exact=True).click()
    page.get_by_role("link", name=re.compile("^Choose.*Stoneware Mug")).click()
    page.wait_for_url("**/products/stoneware-mug/")
    page.get_by_role("button", name="Keep it on a wish list").click()
    if javascript:
        expect(page.get_by_role("link", name="On your wish list")).to_be_focused()
    page.goto("/account/wishlists/")
    page.get_by_role("link", name="My wish list", exact=True).click()
    page.get_by_role("button", name=re.compile("^Move to basket.*Stoneware Mug")).click()
    expect(page.get_by_text("is in your basket.")).to_be_visible()


def test_a_vote_answers_in_its_place(visit: Callable[..., Visitor]) -> None:
    page = visit(width=PHONE).go("/accounts/login/")
    steps.log_in(page, "shopper@example.com")
    page.goto(steps.MUG)
    page.get_by_role("button", name=re.compile("^Helpful.*The one everybody")).click()
    answer = page.get_by_role("status").filter(has_text="Your vote is counted.")
    expect(answer).to_be_focused()
    expect(page.get_by_text("15 people found this helpful")).to_be_visible()


def test_what_was_looked_at_is_kept_in_the_browser_alone(visit: Callable[..., Visitor]) -> None:
    visitor = visit(width=PHONE)
    for path in ("/products/bud-vase/", "/products/hook-rail/", steps.MUG):
        page = visitor.go(path)
    assert visitor.cookies() == []
    page.locator("recently-viewed").scroll_into_view_if_needed()
    shown = page.locator("recently-viewed .card-title")
    expect(shown).to_have_text(["Hook Rail", "Bud Vase"])

    page.get_by_role("button", name="Forget these").click()
    expect(shown).to_have_count(0)
    visitor.go("/products/tall-vase/")
    assert page.evaluate("localStorage.getItem('recently-viewed')").count(",") == 0


def test_the_pages_are_for_everyone(visit: Callable[..., Visitor]) -> None:
    page = visit(width=PHONE).page
    found: dict[str, list[str]] = {}
    for path in (
        "/products/stoneware-mug/reviews/?stars=5",
        "/products/stoneware-mug/questions/?q=lead",
        "/products/stoneware-mug/questions/ask/",
    ):
        page.goto(path)
        found[path] = examine(page)
    write_review(page)
    expect(page.locator("#id_score_error")).to_be_visible()
    found["review with an error"] = examine(page)
    assert {name: lines for name, lines in found.items() if lines} == {}

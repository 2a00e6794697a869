"""Reviews and questions as plain data, for the product's page and for pages of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Count, Q, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shop.core import page_cache
from shop.reviews.models import ProductReview, Question

ON_PRODUCT_PAGE = 4
REVIEWS_A_PAGE = 10
QUESTIONS_A_PAGE = 15
HELPFUL, NEWEST, HIGHEST, LOWEST = "helpful", "newest", "highest", "lowest"
SORTS = {
    HELPFUL: _("Most helpful"),
    NEWEST: _("Newest first"),
    HIGHEST: _("Most stars"),
    LOWEST: _("Fewest stars"),
}
# The last word is the key, so that pages never overlap.
ORDERINGS = {
    HELPFUL: ("-delta_votes", "-date_created", "-pk"),
    NEWEST: ("-date_created", "-pk"),
    HIGHEST: ("-score", "-date_created", "-pk"),
    LOWEST: ("score", "-date_created", "-pk"),
}
WORD = re.compile(r"\w+")
LONGEST_QUERY = 100
MOST_WORDS = 8


@dataclass(frozen=True)
class Review:
    """A published review. `helpful` is how many said so."""

    id: int
    score: int
    title: str
    body: str
    name: str
    written_at: datetime
    bought: bool
    helpful: int
    reply: str
    vote_url: str


@dataclass(frozen=True)
class Bar:
    """One row of the histogram: how many gave so many stars. `share` is in per cent of all."""

    score: int
    count: int
    share: int
    url: str
    current: bool


@dataclass(frozen=True)
class Reviews:
    """What components/reviews.html takes. `average` is 1 to 5, 0.0 while there are none.

    `page.object_list` holds Reviews; `stars` is the filter or None; `query` the page's filter and
    order, encoded, for the next pages.
    """

    average: float
    count: int
    shown: int
    bars: tuple[Bar, ...]
    page: Page
    stars: int | None
    sort: str
    query: str
    url: str
    write_url: str
    sorts: tuple[tuple[str, Any], ...] = field(default_factory=lambda: tuple(SORTS.items()))

    @property
    def more(self) -> bool:
        """Whether there are others than the page shows."""
        return self.count > len(self.page.object_list)


@dataclass(frozen=True)
class Answered:
    """A question with the shop's answer. `name` is empty for who did not give one."""

    id: int
    question: str
    name: str
    asked_at: datetime
    answer: str


@dataclass(frozen=True)
class Questions:
    """What components/questions.html takes. `page.object_list` holds Answered.

    `count` is how many match `search`.
    """

    count: int
    page: Page
    search: str
    query: str
    url: str
    ask_url: str

    @property
    def more(self) -> bool:
        """Whether there are others than the page shows."""
        return self.count > len(self.page.object_list)


class _CountedPaginator(Paginator):
    """A paginator of one page that is loaded already, and of a total that is known."""

    def __init__(self, rows: Iterable[Any], per_page: int, *, total: int) -> None:
        super().__init__(list(rows), per_page)
        self.total = total

    @cached_property
    def count(self) -> int:
        return self.total

    def page(self, number: Any) -> Page:
        """The page with the rows it was given. Raises InvalidPage past the end."""
        return Page(self.object_list, self.validate_number(number), self)


def product_reviews(
    *,
    product_id: int,
    slug: str,
    stars: Any = None,
    sort: str = HELPFUL,
    page: Any = 1,
    per_page: int = ON_PRODUCT_PAGE,
) -> Reviews:
    """The published reviews of a product. Two queries, one while there are none.

    `stars`, `sort` and `page` are what an address says: what does not exist is as good as nothing
    said. Raises InvalidPage for a page past the end.
    """
    page_cache.made_from(page_cache.sources.reviews(product_id))
    approved = ProductReview.objects.approved().filter(product_id=product_id)
    counts = dict(approved.order_by().values_list("score").annotate(Count("pk")))
    total = sum(counts.values())
    chosen = int(stars) if str(stars) in {"1", "2", "3", "4", "5"} else None
    sort = sort if sort in SORTS else HELPFUL
    number = page_number(page)
    shown = counts.get(chosen, 0) if chosen else total
    if chosen:
        approved = approved.filter(score=chosen)
    rows: list[Review] = []
    if shown:
        ordered = approved.select_related("user").order_by(*ORDERINGS[sort])
        rows = [_review(row) for row in ordered[(number - 1) * per_page : number * per_page]]
    url = reverse("reviews:list", kwargs={"product_slug": slug})
    kept = {"sort": sort} if sort != HELPFUL else {}
    return Reviews(
        average=sum(score * n for score, n in counts.items()) / total if total else 0.0,
        count=total,
        shown=shown,
        bars=tuple(
            Bar(
                score=score,
                count=counts.get(score, 0),
                share=round(100 * counts.get(score, 0) / total) if total else 0,
                url=_with_query(url, {"stars": score, **kept}),
                current=score == chosen,
            )
            for score in (5, 4, 3, 2, 1)
        ),
        page=_CountedPaginator(rows, per_page, total=shown).page(number),
        stars=chosen,
        sort=sort,
        query=urlencode({**({"stars": chosen} if chosen else {}), **kept}),
        url=url,
        write_url=reverse("reviews:write", kwargs={"product_slug": slug}),
    )


def product_questions(
    *,
    product_id: int,
    slug: str,
    search: str = "",
    page: Any = 1,
    per_page: int = ON_PRODUCT_PAGE,
) -> Questions:
    """The answered questions of a product that hold every word of `search`. One query.

    Raises InvalidPage for a page past the end.
    """
    page_cache.made_from(page_cache.sources.reviews(product_id))
    search = " ".join(search[:LONGEST_QUERY].replace("\0", "").split())
    found = Question.objects.filter(product_id=product_id, status=Question.Status.ANSWERED)
    for word in WORD.findall(search)[:MOST_WORDS]:
        found = found.filter(Q(body__icontains=word) | Q(answer__icontains=word))
    number = page_number(page)
    rows = list(
        found.annotate(total=Window(Count("pk"))).order_by("-answered_at", "-pk")[
            (number - 1) * per_page : number * per_page
        ]
    )
    total = rows[0].total if rows else 0
    if number > 1 and not rows:
        raise InvalidPage("There is no such page.")
    return Questions(
        count=total,
        page=_CountedPaginator([_answered(row) for row in rows], per_page, total=total).page(
            number
        ),
        search=search,
        query=urlencode({"q": search}) if search else "",
        url=reverse("reviews:questions", kwargs={"product_slug": slug}),
        ask_url=reverse("reviews:ask", kwargs={"product_slug": slug}),
    )


def page_number(text: Any) -> int:
    """The number of a page that an address says; the first one for what is no number."""
    text = str(text)
    plain = text.isascii() and text.isdigit() and len(text) < 9
    return max(int(text), 1) if plain else 1


def my_review(*, user: Any, product_id: int) -> ProductReview | None:
    """What this account has written of the product, in whatever state. One query."""
    return ProductReview.objects.filter(user=user, product_id=product_id).first()


def review_counts() -> dict[int, int]:
    """How many reviews there are by status. One query."""
    return dict(ProductReview.objects.order_by().values_list("status").annotate(Count("pk")))


def question_counts() -> dict[str, int]:
    """How many questions there are by status. One query."""
    return dict(Question.objects.order_by().values_list("status").annotate(Count("pk")))


def _review(row: ProductReview) -> Review:
    return Review(
        id=row.pk,
        score=row.score,
        title=row.title,
        body=row.body,
        name=str(row.reviewer_name),
        written_at=row.date_created,
        bought=row.bought,
        helpful=max(row.delta_votes, 0),
        reply=row.reply,
        vote_url=reverse("reviews:helpful", kwargs={"pk": row.pk}),
    )


def _answered(row: Any) -> Answered:
    return Answered(
        id=row.pk,
        question=row.body,
        name=row.name,
        asked_at=row.created_at,
        answer=row.answer,
    )


def _with_query(url: str, query: dict[str, Any]) -> str:
    return f"{url}?{urlencode(query)}"

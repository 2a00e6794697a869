"""Reviews and questions."""

import itertools
from typing import Any

from django.utils import timezone

from shop.reviews.models import ProductReview, Question

_numbers = itertools.count(1)


def make_review(
    product: Any, *, score: int = 5, status: int = ProductReview.APPROVED, **fields: Any
) -> Any:
    """A review, published; of a guest unless `user` is given."""
    number = next(_numbers)
    signed = {"name": f"Guest {number}", "email": f"guest-{number}@example.com"}
    if "user" in fields:
        signed = {"name": "Rowan"}
    texts = {"title": f"Review {number}", "body": "It is as it looks."}
    return ProductReview.objects.create(
        product=product, score=score, status=status, **{**texts, **signed, **fields}
    )


def make_question(product: Any, *, answer: str = "Yes, it is.", **fields: Any) -> Any:
    """A question with its answer; one that waits when `answer` is empty."""
    number = next(_numbers)
    state = (
        {"status": Question.Status.ANSWERED, "answered_at": timezone.now()}
        if answer
        else {"status": Question.Status.WAITING}
    )
    signed = {"name": f"Guest {number}", "email": f"guest-{number}@example.com"}
    return Question.objects.create(
        product=product,
        answer=answer,
        **{"body": f"Question {number}: is it heavy?", **signed, **state, **fields},
    )

"""What the shop writes about reviews and questions."""

from typing import Any

from shop.communication.addresses import absolute_url
from shop.communication.kinds import register_kind
from shop.reviews.models import ProductReview, Question

REVIEW_PUBLISHED = "review_published"
QUESTION_ANSWERED = "question_answered"


def register_kinds() -> None:
    """Make the messages of this room known to the outbox."""
    register_kind(REVIEW_PUBLISHED, review_published)
    register_kind(QUESTION_ANSWERED, question_answered)


def review_published(context: dict[str, Any]) -> dict[str, Any]:
    """A review that stands on its page now. `context`: review_id.

    Raises ProductReview.DoesNotExist.
    """
    review = ProductReview.objects.select_related("product").get(pk=context["review_id"])
    return {
        "product_title": review.product.get_title(),
        "review_title": review.title,
        "reply": review.reply,
        "url": absolute_url(review.get_absolute_url()),
    }


def question_answered(context: dict[str, Any]) -> dict[str, Any]:
    """A question with its answer. `context`: question_id. Raises Question.DoesNotExist."""
    question = Question.objects.select_related("product").get(pk=context["question_id"])
    return {
        "product_title": question.product.get_title(),
        "question": question.body,
        "answer": question.answer,
        "url": absolute_url(question.get_absolute_url()),
    }

"""What is done with reviews, votes and questions.

A review's row is locked where its state changes, and its product's row (see
`Product.update_rating`) where the rating follows: always in this order.
"""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.catalogue.models import Product
from shop.communication.services import queue_message
from shop.core import page_cache
from shop.core.oscar import OrderLine
from shop.orders.statuses import AWAITING_PAYMENT, CANCELLED
from shop.reviews.emails import QUESTION_ANSWERED, REVIEW_PUBLISHED
from shop.reviews.models import ProductReview, Question, Vote

# So many of one person may wait for the shop; more is a flood.
MOST_WAITING = 5


class TooManyWaiting(Exception):
    """This person's last ones have not been read yet."""


# Reviews


def has_bought(*, user: Any, product: Product) -> bool:
    """Whether the account has an order of the product, or a variant of it, that was paid.

    A guest's order counts once its address is confirmed and the account has claimed it. One query.
    """
    paid = OrderLine.objects.exclude(order__status__in=[AWAITING_PAYMENT, CANCELLED])
    return paid.filter(Q(product=product) | Q(product__parent=product), order__user=user).exists()


def write_review(
    *, product: Product, user: Any, name: str, email: str, score: int, title: str, body: str
) -> ProductReview:
    """Keep a review of `product` for the shop to read; nothing is shown yet.

    `user` is None for a guest, whose `email` is kept and shown to nobody. An account has one review
    of a product: writing again changes it, and it waits again. `score` is 1 to 5. Raises
    TooManyWaiting. Locks the account's earlier review.
    """
    mine = Q(user=user) if user else Q(email=email, user=None)
    said = {"name": name, "score": score, "title": title, "body": body}
    with transaction.atomic():
        waiting = ProductReview.objects.filter(mine, status=ProductReview.FOR_MODERATION)
        if waiting.exclude(Q(product=product) & Q(user__isnull=False)).count() >= MOST_WAITING:
            raise TooManyWaiting
        if user is None:
            return _new_review(product=product, email=email, **said)
        said["bought"] = has_bought(user=user, product=product)
        try:
            with transaction.atomic():
                if not ProductReview.objects.filter(product=product, user=user).exists():
                    return _new_review(product=product, user=user, **said)
        except IntegrityError:
            pass  # sent twice at once: the second one changes what the first one wrote
        review = ProductReview.objects.select_for_update().get(product=product, user=user)
        for field, value in said.items():
            setattr(review, field, value)
        review.status = ProductReview.FOR_MODERATION
        review.save()
    return review


def _new_review(**fields: Any) -> ProductReview:
    return ProductReview.objects.create(status=ProductReview.FOR_MODERATION, **fields)


def moderate_review(*, review_id: int, publish: bool, reply: str | None = None) -> bool:
    """Publish a review or refuse it; returns whether that changed anything.

    `reply` is the shop's, shown below the review; None leaves it as it is. Whoever wrote it is
    written to when it is first published. The product's rating follows. Raises
    ProductReview.DoesNotExist. Locks the review, then its product.
    """
    with transaction.atomic():
        review = ProductReview.objects.select_for_update().get(pk=review_id)
        before = (review.status, review.reply)
        review.status = ProductReview.APPROVED if publish else ProductReview.REJECTED
        if reply is not None:
            review.reply = reply
        if (review.status, review.reply) == before:
            return False
        if publish and review.user_id and not review.bought:
            # A guest's order may have been claimed since it was written.
            review.bought = has_bought(user=review.user, product=review.product)
        first = publish and review.published_at is None
        if first:
            review.published_at = timezone.now()
        review.save()
        if first:
            queue_message(
                kind=REVIEW_PUBLISHED,
                key=f"{REVIEW_PUBLISHED}:{review.pk}",
                recipient=review.user.email if review.user else review.email,
                context={"review_id": review.pk},
            )
    return True


def moderate_reviews(*, review_ids: Iterable[int], publish: bool) -> int:
    """Publish or refuse many, each in a transaction of its own; returns how many changed."""
    there = ProductReview.objects.filter(pk__in=review_ids).values_list("pk", flat=True)
    return sum(moderate_review(review_id=pk, publish=publish) for pk in sorted(there))


def delete_review(*, review_id: int) -> None:
    """Delete a review with its votes; the rating follows. Raises ProductReview.DoesNotExist."""
    with transaction.atomic():
        ProductReview.objects.select_for_update().get(pk=review_id).delete()


# Votes


def vote_helpful(*, review_id: int, user: Any) -> bool:
    """Count that `user` found a published review helpful; False for a second time and one's own.

    Raises ProductReview.DoesNotExist where there is none or it is not published. Three queries.
    """
    review = ProductReview.objects.approved().only("user_id", "product_id").get(pk=review_id)
    if review.user_id == user.pk:
        return False
    with transaction.atomic():
        # The constraint decides between two presses at once; the sum is added to, not written.
        new = Vote(review=review, user=user, delta=Vote.UP)
        if Vote.objects.filter(review=review, user=user).exists():
            return False
        try:
            with transaction.atomic():
                Vote.objects.bulk_create([new])
        except IntegrityError:
            return False
        ProductReview.objects.filter(pk=review_id).update(
            total_votes=F("total_votes") + 1, delta_votes=F("delta_votes") + 1
        )
        page_cache.forget(page_cache.sources.reviews(review.product_id))
    return True


def vote_after_login(*, user: Any, target: int) -> str:
    """The vote that waited for a log-in; what to tell the shopper."""
    try:
        counted = vote_helpful(review_id=target, user=user)
    except ProductReview.DoesNotExist:
        return ""
    return _("Thank you. Your vote is counted.") if counted else _("You have said so already.")


# Questions


def ask_question(*, product: Product, user: Any, name: str, email: str, body: str) -> Question:
    """Keep a question about `product` for the shop to answer; nothing is shown yet.

    `user` is None for a guest. The address is where the answer goes and is shown to nobody.
    Raises TooManyWaiting.
    """
    waiting = Question.objects.filter(email=email, status=Question.Status.WAITING)
    if waiting.count() >= MOST_WAITING:
        raise TooManyWaiting
    return Question.objects.create(product=product, user=user, name=name, email=email, body=body)


def answer_question(*, question_id: int, answer: str, staff: Any) -> bool:
    """Answer a question, which publishes it; returns whether that changed anything.

    The first answer is sent to whoever asked; a later one corrects the page alone. `answer` must
    not be empty (ValueError). Raises Question.DoesNotExist. Locks the question.
    """
    if not answer.strip():
        raise ValueError("An answer says something.")
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=question_id)
        if (question.status, question.answer) == (Question.Status.ANSWERED, answer):
            return False
        first = question.answered_at is None
        question.answer = answer
        question.status = Question.Status.ANSWERED
        question.answered_by = staff
        question.answered_at = question.answered_at or timezone.now()
        question.save()
        if first and question.email:
            queue_message(
                kind=QUESTION_ANSWERED,
                key=f"{QUESTION_ANSWERED}:{question.pk}",
                recipient=question.email,
                context={"question_id": question.pk},
            )
    return True


def refuse_question(*, question_id: int) -> bool:
    """Take a question off the page, or keep it from it; nobody is written to.

    Returns whether that changed anything. Raises Question.DoesNotExist.
    """
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=question_id)
        if question.status == Question.Status.REFUSED:
            return False
        question.status = Question.Status.REFUSED
        question.save(update_fields=["status"])
    return True


# Privacy


def forget_person(*, user: Any, addresses: Iterable[str]) -> None:
    """Delete the person's reviews and votes, and take name and address off their questions.

    `addresses` are those that are surely theirs: what they wrote as a guest goes too. An answered
    question stays, signed by nobody. Ratings and counts follow.
    """
    addresses = [address.lower() for address in addresses]
    with transaction.atomic():
        voted = list(ProductReview.objects.filter(votes__user=user).exclude(user=user))
        Vote.objects.filter(user=user).delete()
        for review in voted:
            review.update_totals()
        written = ProductReview.objects.filter(Q(user=user) | Q(user=None, email__in=addresses))
        for pk in written.order_by("pk").values_list("pk", flat=True):
            delete_review(review_id=pk)
        asked = Question.objects.filter(Q(user=user) | Q(email__in=addresses))
        asked.filter(status=Question.Status.WAITING).delete()
        about = asked.order_by().values_list("product_id", flat=True).distinct()
        page_cache.forget(*map(page_cache.sources.reviews, about))
        asked.update(user=None, name="", email="")

"""Reviews (Oscar's, moderated, with the shop's reply) and questions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.reviews.abstract_models import AbstractProductReview, AbstractVote

from shop.core import page_cache


class ProductReview(AbstractProductReview):
    """A review, pending until somebody of the shop has read it.

    `bought` is kept, not asked for: a review stands on a page that many look at.
    """

    bought = models.BooleanField(
        _("Verified buyer"),
        default=False,
        help_text=_("The account that wrote it has paid for the product."),
    )
    reply = models.TextField(_("The shop's reply"), blank=True)
    published_at = models.DateTimeField(_("First published at"), null=True, editable=False)

    class Meta(AbstractProductReview.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5), name="review_one_to_five_stars"
            ),
        ]

    def get_absolute_url(self) -> str:
        """Where it can be read: on its product's page."""
        return f"{self.product.get_absolute_url()}#reviews"

    @property
    def reviewer_name(self) -> str:
        """The name it was signed with."""
        return self.name or super().reviewer_name

    def update_totals(self) -> None:
        """Count the votes into the row; Oscar would write the whole review and its product."""
        totals = self.votes.aggregate(count=Count("pk"), balance=Sum("delta"))
        self.total_votes, self.delta_votes = totals["count"], totals["balance"] or 0
        type(self).objects.filter(pk=self.pk).update(
            total_votes=self.total_votes, delta_votes=self.delta_votes
        )
        page_cache.forget(page_cache.sources.reviews(self.product_id))


class Vote(AbstractVote):
    """Somebody found a review helpful; one a person and review (Oscar's constraint)."""


class Question(models.Model):
    """What somebody wants to know of a product. The shop's answer publishes it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ANSWERED = "answered", _("Answered")
        REFUSED = "refused", _("Refused")

    product = models.ForeignKey(
        "catalogue.Product",
        verbose_name=_("Product"),
        on_delete=models.CASCADE,
        related_name="questions",
    )
    body = models.TextField(_("Question"))
    name = models.CharField(_("Name"), max_length=80, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
    )
    status = models.CharField(
        _("Status"), max_length=10, choices=Status.choices, default=Status.WAITING
    )
    answer = models.TextField(_("Answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Answered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("Answered at"), null=True, blank=True)
    created_at = models.DateTimeField(_("Asked at"), auto_now_add=True)

    class Meta:
        app_label = "reviews"
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Question")
        verbose_name_plural = _("Questions")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="answered") | ~models.Q(answer=""),
                name="question_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.body[:80]

    def get_absolute_url(self) -> Any:
        """Where it can be read once it is answered: on its product's page."""
        return f"{self.product.get_absolute_url()}#questions"


from oscar.apps.catalogue.reviews.models import *  # noqa: E402, F403

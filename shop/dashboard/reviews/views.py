"""Reading reviews before they appear: the list with its counts, and one review with a reply."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import generic

from shop.dashboard.reviews.forms import FindForm, ReplyForm
from shop.reviews.models import ProductReview
from shop.reviews.selectors import review_counts
from shop.reviews.services import delete_review, moderate_review, moderate_reviews

WAITING, PUBLISHED, REFUSED = (
    ProductReview.FOR_MODERATION,
    ProductReview.APPROVED,
    ProductReview.REJECTED,
)
TABS = {
    "waiting": (WAITING, gettext_lazy("Waiting")),
    "published": (PUBLISHED, gettext_lazy("Published")),
    "refused": (REFUSED, gettext_lazy("Refused")),
}
PER_PAGE = 25


def require_moderator(request: HttpRequest) -> None:
    """Who may only look may not decide: PermissionDenied."""
    if not request.user.has_perm("reviews.change_productreview"):
        raise PermissionDenied


class ReviewListView(generic.ListView):
    """Reviews by state, the oldest that waits first; read here, decided here."""

    template_name = "oscar/dashboard/reviews/review_list.html"
    context_object_name = "reviews"
    paginate_by = PER_PAGE

    @property
    def tab(self) -> str:
        """Which state is shown; the waiting ones when the address says nothing sensible."""
        tab = self.request.GET.get("show", "")
        return tab if tab in TABS else "waiting"

    def get_queryset(self) -> QuerySet[ProductReview]:
        found = ProductReview.objects.filter(status=TABS[self.tab][0])
        self.form = FindForm(self.request.GET)
        for word in self.form.words:
            found = found.filter(
                Q(title__icontains=word)
                | Q(body__icontains=word)
                | Q(name__icontains=word)
                | Q(email__icontains=word)
                | Q(user__email__icontains=word)
                | Q(product__title__icontains=word)
            )
        order = "date_created" if self.tab == "waiting" else "-date_created"
        return found.select_related("product", "user").order_by(order, "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = review_counts()
        tabs = [(key, label, counts.get(status, 0)) for key, (status, label) in TABS.items()]
        return super().get_context_data(form=self.form, tab=self.tab, tabs=tabs, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish or refuse one (`publish=<id>`, `refuse=<id>`) or all that are ticked."""
        require_moderator(request)
        publish = "publish" in request.POST
        one = request.POST.get("publish") or request.POST.get("refuse") or ""
        chosen = [one] if one != "selected" else request.POST.getlist("review")
        ids = [int(text) for text in chosen[:PER_PAGE] if text.isascii() and text.isdigit()]
        changed = moderate_reviews(review_ids=[pk for pk in ids if pk < 2**63], publish=publish)
        if not changed:
            messages.info(request, _("Nothing was changed."))
        elif publish:
            messages.success(
                request,
                ngettext("%d review is published.", "%d reviews are published.", changed) % changed,
            )
        else:
            messages.success(
                request,
                ngettext("%d review is refused.", "%d reviews are refused.", changed) % changed,
            )
        return redirect(f"{reverse('dashboard:reviews-list')}?show={self.tab}")


class ReviewUpdateView(generic.FormView):
    """One review, whole: publish it with or without a reply, or refuse it."""

    template_name = "oscar/dashboard/reviews/review_update.html"
    form_class = ReplyForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        reviews = ProductReview.objects.select_related("product", "user")
        self.review = get_object_or_404(reviews, pk=kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"reply": self.review.reply}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(review=self.review, **kwargs)

    def form_valid(self, form: ReplyForm) -> HttpResponse:
        publish = "refuse" not in self.request.POST
        changed = moderate_review(
            review_id=self.review.pk, publish=publish, reply=form.cleaned_data["reply"]
        )
        if not changed:
            messages.info(self.request, _("Nothing was changed."))
        elif publish:
            messages.success(self.request, _("The review is published."))
        else:
            messages.success(self.request, _("The review is refused."))
        return redirect("dashboard:reviews-list")


class ReviewDeleteView(generic.TemplateView):
    """Asks, then deletes: for what must not be kept even unpublished."""

    template_name = "oscar/dashboard/reviews/review_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = get_object_or_404(ProductReview, pk=self.kwargs["pk"])
        return super().get_context_data(review=review, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with suppress(ProductReview.DoesNotExist):  # somebody else was quicker
            delete_review(review_id=pk)
        messages.success(request, _("The review is deleted."))
        return redirect("dashboard:reviews-list")

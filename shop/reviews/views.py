"""The pages of reviews and questions. Reading is public and cacheable, writing is personal."""

from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, View

from shop.basket.selectors import product_picture
from shop.catalogue.models import Product
from shop.core import page_cache
from shop.core.addresses import absolute_url
from shop.core.after_login import log_in_first
from shop.core.http import is_htmx
from shop.core.same_origin import same_origin_post
from shop.core.throttle import within_limit
from shop.reviews.forms import QuestionForm, ReviewForm
from shop.reviews.models import ProductReview
from shop.reviews.selectors import (
    HELPFUL,
    QUESTIONS_A_PAGE,
    REVIEWS_A_PAGE,
    my_review,
    product_questions,
    product_reviews,
)
from shop.reviews.services import TooManyWaiting, ask_question, vote_helpful, write_review

TOO_OFTEN = gettext_lazy(
    "That was a lot at once. Please try again in an hour; what you wrote is still here."
)


class _AboutProductMixin:
    """The product that the address names; 404 for one that is not sold here."""

    product: Product

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        products = Product.objects.browsable().select_related("product_class")
        self.product = get_object_or_404(products, slug=kwargs["product_slug"])
        page_cache.made_from(page_cache.sources.product(self.product.pk))


class ReviewsView(_AboutProductMixin, View):
    """All reviews of a product: by stars, in an order, in pages."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, product_slug: str) -> HttpResponse:
        try:
            reviews = product_reviews(
                product_id=self.product.pk,
                slug=self.product.slug,
                stars=request.GET.get("stars"),
                sort=request.GET.get("sort", HELPFUL),
                page=request.GET.get("page", 1),
                per_page=REVIEWS_A_PAGE,
            )
        except InvalidPage as error:
            raise Http404(_("There is no such page.")) from error
        context = {
            "product": self.product,
            "reviews": reviews,
            "page_title": _("Reviews of %(title)s") % {"title": self.product.get_title()},
            "canonical_url": absolute_url(_page_url(reviews)),
        }
        page_cache.everybodys(_honoured(request, reviews))
        return render(request, "pages/product_reviews.html", context)


class QuestionsView(_AboutProductMixin, View):
    """All answered questions of a product, searched and in pages."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, product_slug: str) -> HttpResponse:
        try:
            questions = product_questions(
                product_id=self.product.pk,
                slug=self.product.slug,
                search=request.GET.get("q", ""),
                page=request.GET.get("page", 1),
                per_page=QUESTIONS_A_PAGE,
            )
        except InvalidPage as error:
            raise Http404(_("There is no such page.")) from error
        context = {
            "product": self.product,
            "questions": questions,
            "page_title": _("Questions about %(title)s") % {"title": self.product.get_title()},
            "canonical_url": absolute_url(_page_url(questions)),
        }
        page_cache.everybodys(_honoured(request, questions))
        return render(request, "pages/product_questions.html", context)


def _honoured(request: HttpRequest, panel: Any) -> list[tuple[str, str]]:
    """The parameters of the address that the page depends on."""
    number = str(panel.page.number)
    more = [("page", number)] if request.GET.get("page") == number else []
    return parse_qsl(panel.query) + more


def _page_url(panel: Any) -> str:
    """Filters and orders show the same things, so each page has one address for machines."""
    number = panel.page.number
    return panel.url if number == 1 else f"{panel.url}?page={number}"


@method_decorator(never_cache, name="dispatch")
class _WriteView(_AboutProductMixin, FormView):
    """A form about a product. What is wrong stands next to its field, and nothing is lost."""

    template_name = "pages/product_write.html"
    limit = ""
    kind = ""

    @property
    def author(self) -> Any:
        """The account that writes, or None."""
        user = self.request.user
        return user if user.is_authenticated else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.author}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            product=self.product,
            picture=product_picture(self.product),
            kind=self.kind,
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        if not within_limit(self.request, self.limit):
            form.add_error(None, str(TOO_OFTEN))
            return self.form_invalid(form, status=429)
        try:
            self.keep(form)
        except TooManyWaiting:
            form.add_error(
                None, _("We are still reading your last ones. Please come back in a day or two.")
            )
            return self.form_invalid(form, status=429)
        return redirect(f"{self.product.get_absolute_url()}#{self.kind}")

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def keep(self, form: Any) -> None:
        """Hand what was written to its service, and say what happens next."""
        raise NotImplementedError


class WriteReviewView(_WriteView):
    """Write a review, or change the one the account has written."""

    form_class = ReviewForm
    limit = "write_review"
    kind = "reviews"

    def get_initial(self) -> dict[str, Any]:
        mine = my_review(user=self.author, product_id=self.product.pk) if self.author else None
        if mine is None:
            return {}
        fields = {"score": mine.score, "title": mine.title, "body": mine.body}
        return {**fields, "name": mine.name} if mine.name else fields

    def keep(self, form: ReviewForm) -> None:
        data = form.cleaned_data
        write_review(
            product=self.product,
            user=self.author,
            name=data["name"],
            email="" if self.author else form.address,
            score=data["score"],
            title=data["title"],
            body=data["body"],
        )
        messages.success(
            self.request,
            _("Thank you. We read every review before it appears, and write to you when it does."),
        )


class AskView(_WriteView):
    """Ask a question about a product."""

    form_class = QuestionForm
    limit = "ask_question"
    kind = "questions"

    def keep(self, form: QuestionForm) -> None:
        ask_question(
            product=self.product,
            user=self.author,
            name=form.cleaned_data["name"],
            email=form.address,
            body=form.cleaned_data["body"],
        )
        messages.success(
            self.request, _("Thank you. We write to %s with the answer.") % form.address
        )


@method_decorator([same_origin_post, never_cache], name="dispatch")
class HelpfulView(View):
    """A vote from a cached page: POST, guarded by its origin. A visitor logs in first."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(self.review(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self.review(pk)
        if not request.user.is_authenticated:
            return log_in_first(request, wish="helpful", target=pk, back=review.get_absolute_url())
        counted = vote_helpful(review_id=pk, user=request.user)
        said = _("Thank you. Your vote is counted.") if counted else _already(review, request.user)
        if is_htmx(request):
            review.refresh_from_db(fields=["delta_votes"])
            context = {"said": said, "helpful": review.delta_votes}
            return render(request, "components/review_voted.html", context)
        messages.success(request, said)
        return redirect(review)

    @staticmethod
    def review(pk: int) -> ProductReview:
        """The published review of a product that is sold; 404 otherwise."""
        published = ProductReview.objects.approved().select_related("product")
        return get_object_or_404(published, pk=pk, product__is_public=True)


def _already(review: ProductReview, user: Any) -> str:
    if review.user_id == user.pk:
        return _("This one is yours.")
    return _("You have said so already.")

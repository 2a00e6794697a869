"""Questions in the dashboard: the list with its counts, and one question with its answer."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import generic

from shop.dashboard.reviews.forms import AnswerForm, FindForm
from shop.reviews.models import Question
from shop.reviews.selectors import question_counts
from shop.reviews.services import answer_question, refuse_question

PER_PAGE = 25


class QuestionListView(generic.ListView):
    """Questions by state, the oldest that waits first."""

    template_name = "oscar/dashboard/reviews/question_list.html"
    context_object_name = "questions"
    paginate_by = PER_PAGE

    @property
    def tab(self) -> str:
        """Which state is shown; the waiting ones when the address says nothing sensible."""
        tab = self.request.GET.get("show", "")
        return tab if tab in Question.Status.values else Question.Status.WAITING.value

    def get_queryset(self) -> QuerySet[Question]:
        found = Question.objects.filter(status=self.tab)
        self.form = FindForm(self.request.GET)
        for word in self.form.words:
            found = found.filter(
                Q(body__icontains=word)
                | Q(answer__icontains=word)
                | Q(name__icontains=word)
                | Q(email__icontains=word)
                | Q(product__title__icontains=word)
            )
        order = "created_at" if self.tab == Question.Status.WAITING else "-created_at"
        return found.select_related("product").order_by(order, "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = question_counts()
        tabs = [(status.value, status.label, counts.get(status, 0)) for status in Question.Status]
        return super().get_context_data(form=self.form, tab=self.tab, tabs=tabs, **kwargs)


class QuestionAnswerView(generic.FormView):
    """Answer a question, which publishes it, or refuse it."""

    template_name = "oscar/dashboard/reviews/question_answer.html"
    form_class = AnswerForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        questions = Question.objects.select_related("product", "user", "answered_by")
        self.question = get_object_or_404(questions, pk=kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"answer": self.question.answer}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.question, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "refuse" in request.POST:
            refuse_question(question_id=self.question.pk)
            messages.success(request, _("The question is refused and stands nowhere."))
            return redirect("dashboard:question-list")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        first = self.question.answered_at is None
        answer_question(
            question_id=self.question.pk,
            answer=form.cleaned_data["answer"],
            staff=self.request.user,
        )
        messages.success(
            self.request,
            _("The answer is published, and sent to whoever asked.")
            if first
            else _("The answer is changed."),
        )
        return redirect("dashboard:question-list")

    def form_invalid(self, form: AnswerForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

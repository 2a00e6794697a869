"""Signing up from cached pages, and the two links of the mail."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from shop.core.http import is_htmx
from shop.core.same_origin import page_before, same_origin_post
from shop.core.throttle import within_limit
from shop.newsletter import services
from shop.newsletter.forms import SignUpForm
from shop.newsletter.models import Subscriber


@method_decorator([same_origin_post, never_cache], name="dispatch")
class SignUpView(View):
    """Takes the form of any page. With script a piece comes back, without a whole page."""

    http_method_names = ["post", "get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form stands on pages; who follows its address is led to the shop's front."""
        return redirect("/")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignUpForm(request.POST)
        if not form.is_valid():
            return self.refuse(request, form, 422)
        if not within_limit(request, "newsletter"):
            form.add_error(None, _("That was a lot at once. Please try again in an hour."))
            return self.refuse(request, form, 429)
        if not form.cleaned_data["website"]:
            services.sign_up(
                email=form.cleaned_data["email"],
                consent=form.cleaned_data["consent"],
                source=page_before(request)[:255],
            )
        if is_htmx(request):
            return render(request, "components/newsletter_thanks.html")
        return redirect("newsletter:thanks")

    def refuse(self, request: HttpRequest, form: SignUpForm, status: int) -> HttpResponse:
        piece = is_htmx(request)
        template = "components/newsletter_form.html" if piece else "pages/newsletter.html"
        # A browser's script swaps in what was refused as well, which it does for 422 alone.
        return render(
            request,
            template,
            {"form": form, "consent": form.data.get("consent", "")[:200], "url": request.path},
            status=422 if piece else status,
        )


class ThanksView(TemplateView):
    """Nearly there: a mail is on its way."""

    template_name = "pages/newsletter.html"
    extra_context = {"state": "asked"}


@method_decorator(never_cache, name="dispatch")
class _LinkView(View):
    """A link in a mail shows what it is about; the button does it.

    Mail scanners and previews follow links, so a GET must not change anything.
    """

    ask = done = ""
    do: Callable[..., Any]

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        if not Subscriber.objects.filter(key=key).exists():
            raise Http404(_("This link is not known any more."))
        return render(request, "pages/newsletter.html", {"state": self.ask})

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        try:
            type(self).do(key=key)
        except Subscriber.DoesNotExist as error:
            raise Http404(_("This link is not known any more.")) from error
        return render(request, "pages/newsletter.html", {"state": self.done})


class ConfirmView(_LinkView):
    """The address is mine."""

    ask, done, do = "confirm", "confirmed", staticmethod(services.confirm)


class LeaveView(_LinkView):
    """Write no more."""

    ask, done, do = "leave", "left", staticmethod(services.leave)

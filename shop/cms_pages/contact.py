"""Contact forms: what is sent is kept and e-mailed, and the shopper is told so."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.contrib.forms.models import FormSubmission

from shop.cms_pages.models import ContactPage
from shop.communication.kinds import register_kind
from shop.communication.services import queue_message
from shop.core.same_origin import same_origin_post
from shop.core.throttle import within_limit

ENQUIRY = "enquiry"
# Seen by programs alone: who fills it in is one.
TRAP = "website"


def register_kinds() -> None:
    """Make the messages of this room known to the outbox."""
    register_kind(ENQUIRY, enquiry)


def enquiry(context: dict[str, Any]) -> dict[str, Any]:
    """What somebody wrote into a form. `context`: submission_id. Raises DoesNotExist."""
    submission = FormSubmission.objects.select_related("page").get(pk=context["submission_id"])
    page = submission.page.specific
    data = submission.get_data()
    rows = [
        {"name": field.label, "value": _said(data.get(field.clean_name))}
        for field in page.get_form_fields()
    ]
    return {"page_title": page.title, "rows": [row for row in rows if row["value"]]}


def send_enquiry(*, page: ContactPage, form: Any) -> FormSubmission:
    """Keep what a valid form says, with a mail to the page's address, in one transaction."""
    with transaction.atomic():
        submission: FormSubmission = page.process_form_submission(form)
        queue_message(
            kind=ENQUIRY,
            key=f"{ENQUIRY}:{submission.pk}",
            recipient=page.to_address,
            context={"submission_id": submission.pk},
        )
    return submission


@method_decorator([same_origin_post, never_cache], name="dispatch")
class ContactView(View):
    """Takes what a contact page's form sends: the page itself is cached and takes nothing."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return redirect(self.page(page_id).get_url(request) or "/")

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = self.page(page_id)
        form = page.get_form(request.POST, page=page)
        if not form.is_valid():
            return page.render_refused(request, form, status=422)
        if not within_limit(request, "contact"):
            form.add_error(
                None,
                _("That was a lot at once. Please try again in an hour; your words stay here."),
            )
            return page.render_refused(request, form, status=429)
        if not request.POST.get(TRAP):
            send_enquiry(page=page, form=form)
        return redirect("contact-sent", page_id=page.pk)

    def page(self, page_id: int) -> ContactPage:
        """The published page that everybody may read; Http404 for any other."""
        page = ContactPage.objects.live().public().filter(pk=page_id).first()
        if page is None:
            raise Http404(_("This form is not there any more."))
        return page


class ContactSentView(ContactView):
    """Thank you; reloading it sends nothing again."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = self.page(page_id)
        context = page.get_context(request)
        return TemplateResponse(request, page.landing_page_template, context)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, bool):
        return _("Yes") if value else ""
    return str(value or "")

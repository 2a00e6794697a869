"""Errors as problem documents (RFC 9457): `application/problem+json`, whatever went wrong."""

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.log import log_response
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

logger = logging.getLogger("django.request")

MEDIA_TYPE = "application/problem+json"

# What a form says that belongs to no field of it.
NO_FIELD = ("non_field_errors", "__all__")


class Problem(exceptions.APIException):
    """An answer that says what is the matter: `code` for programs, `detail` for people.

    `errors` are (field, code, message), the field as a path: `address.postcode`. `more` are
    members of the document beside those that the standard names.
    """

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "refused"
    default_detail = _("This cannot be done.")

    def __init__(
        self,
        detail: Any = None,
        *,
        code: str = "",
        status_code: int = 0,
        errors: Iterable[tuple[str, str, str]] = (),
        wait: int | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail, code or None)
        self.status_code = status_code or self.status_code
        self.code = code or self.default_code
        self.errors = tuple(errors)
        self.wait = wait
        self.more = more


class NotThere(Problem):
    """It is not there, or it is somebody else's; the answer does not say which."""

    status_code = status.HTTP_404_NOT_FOUND
    default_code = "not_found"
    default_detail = _("There is nothing here.")


class Conflict(Problem):
    """It cannot be done as things are now."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class NoAnswer(Problem):
    """The payment provider does not answer."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "provider_unavailable"
    default_detail = _("The payment service does not answer. You have not been charged.")


def refusal(forms: Mapping[str, Any], names: Mapping[str, str] | None = None) -> Problem:
    """What Django forms found, as one problem; `forms` by the path that their fields lie under.

    `names` gives a form field's whole path in the API, where it is another; of a form without path.
    """
    errors = []
    for path, form in forms.items():
        for field, found in form.errors.get_json_data().items():
            name = "" if field in NO_FIELD else field
            if not path and names:
                name = names.get(name, name)
            where = ".".join(part for part in (path, name) if part)
            errors += [(where, each["code"] or "invalid", each["message"]) for each in found]
    return Problem(_("Some of it cannot be accepted."), code="invalid", errors=errors)


def document(
    *,
    status_code: int,
    code: str,
    detail: Any,
    instance: str,
    errors: Iterable[tuple[str, str, str]] = (),
    **more: Any,
) -> dict[str, Any]:
    """The body of a problem. Its `type` is about:blank, so the title is the status in words."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status_code).phrase,
        "status": status_code,
        "detail": str(detail),
        "instance": instance,
        "code": code,
    }
    listed = [{"field": f, "code": c, "message": str(m)} for f, c, m in errors]
    return {**body, **({"errors": listed} if listed else {}), **more}


def problem_response(request: HttpRequest, *, status_code: int, detail: Any) -> JsonResponse:
    """A problem from outside of the API's views: middleware, and addresses that lead nowhere."""
    code = HTTPStatus(status_code).name.lower()
    body = document(status_code=status_code, code=code, detail=detail, instance=request.path)
    return JsonResponse(body, status=status_code, content_type=MEDIA_TYPE)


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. What nobody expected is logged, and answered with a 500."""
    request = context["request"]
    exc = _as_api_exception(exc)
    set_rollback()
    if not isinstance(exc, exceptions.APIException):
        return _unexpected(request, exc)
    headers = {"Cache-Control": "no-store"}
    if header := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = header
    wait = getattr(exc, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(int(wait))
    if isinstance(exc, Problem):
        errors, more, code = exc.errors, exc.more, exc.code
    else:
        errors, more = tuple(_listed(exc.detail)), {}
        code = "invalid" if errors else str(exc.get_codes())
    invalid = isinstance(exc, exceptions.ValidationError)
    body = document(
        status_code=exc.status_code,
        code=code,
        detail=_("The request is not as it should be.") if invalid else exc.detail,
        instance=request.path,
        errors=errors if invalid or isinstance(exc, Problem) else (),
        **more,
    )
    return Response(body, status=exc.status_code, headers=headers, content_type=MEDIA_TYPE)


def _as_api_exception(exc: Exception) -> Exception:
    if isinstance(exc, Http404):
        return NotThere()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, RequestDataTooBig):
        return Problem(_("That is too much at once."), code="too_large", status_code=413)
    if isinstance(exc, SuspiciousOperation):
        return exceptions.ParseError()
    return exc


def _unexpected(request: Any, exc: Exception) -> Response:
    if settings.DEBUG_PROPAGATE_EXCEPTIONS:
        raise exc
    got_request_exception.send(sender=None, request=request._request)
    body = document(
        status_code=500,
        code="internal_server_error",
        detail=_("Something went wrong here. It has been noted."),
        instance=request.path,
    )
    response = Response(body, status=500, content_type=MEDIA_TYPE)
    log_response(
        "%s: %s",
        response.reason_phrase,
        request.path,
        response=response,
        request=request._request,
        exception=exc,
    )
    return response


def _listed(detail: Any, path: str = "") -> Iterable[tuple[str, str, str]]:
    """DRF's nested errors, one by one."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            step = "" if name in NO_FIELD else str(name)
            yield from _listed(inner, ".".join(part for part in (path, step) if part))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, Mapping)
            yield from _listed(inner, f"{path}.{number}" if nested else path)
    else:
        yield path, str(getattr(detail, "code", "invalid")), str(detail)

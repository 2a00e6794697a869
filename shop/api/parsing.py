"""What may come in: JSON of bodies and words of addresses, each with nothing unknown in it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, parsers, serializers

UNKNOWN = _("There is no such field.")
TWICE = _("Please say this once.")


# The longest address is a thousandth of it (bytes).
LARGEST_BODY = 64 * 1024


class JSONParser(parsers.JSONParser):
    """DRF's, which would read whatever comes.

    What is too large is not read, and lists in lists without end are no JSON that anybody means.
    """

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        length = parser_context["request"].META.get("CONTENT_LENGTH") or ""
        if length.isdigit() and int(length) > LARGEST_BODY:
            raise RequestDataTooBig
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise exceptions.ParseError(_("This JSON is nested too deeply.")) from None


class Whole(serializers.IntegerField):
    """A whole number of a body: neither a text nor a yes or no."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, float) and data.is_integer():
            data = int(data)
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A text of a body, not a number, and not of spaces alone unless it may be empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not self.allow_blank:
            self.validators.append(RegexValidator(r"\S"))

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Pattern(serializers.RegexField):
    """A text of a body that looks so."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesOrNo(serializers.BooleanField):
    """true or false, and nothing that looks like it."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Asked(serializers.Serializer):
    """What may be asked in a body or an address. Unknown names are refused, each by its name."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)
        problems: dict[str, Any] = {
            str(name): [exceptions.ErrorDetail(str(UNKNOWN), "unknown")]
            for name in data
            if name not in self.fields
        }
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            found: Any = error.detail
            raise serializers.ValidationError({**found, **problems}) from None
        if problems:
            raise serializers.ValidationError(problems)
        return value


def read_query(kind: type[Asked], query: QueryDict) -> dict[str, Any]:
    """What an address asks for. Raises ValidationError; also for what is said twice."""
    lists = {n for n, f in kind().fields.items() if isinstance(f, serializers.ListField)}
    twice = [name for name in query if name not in lists and len(query.getlist(name)) > 1]
    if twice:
        raise serializers.ValidationError({name: [TWICE] for name in twice})
    asked = kind(data={n: query.getlist(n) if n in lists else query[n] for n in query})
    asked.is_valid(raise_exception=True)
    return asked.validated_data

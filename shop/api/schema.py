"""How the OpenAPI description is made: every answer of every address, problems included."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from shop.api import authentication  # noqa: F401  # its schemes register by being imported
from shop.api.parsing import Asked
from shop.api.problems import MEDIA_TYPE


class ProblemErrorSerializer(serializers.Serializer):
    """What is the matter with one field."""

    field = serializers.CharField(
        help_text="Its path, such as `address.postcode`; empty where no field is to blame."
    )
    code = serializers.CharField()
    message = serializers.CharField(help_text="In words that a shopper may be shown.")


class ProblemSerializer(serializers.Serializer):
    """A problem document (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What is the matter, in words for people.")
    instance = serializers.CharField(help_text="The path that was asked.")
    code = serializers.CharField(help_text="The same for programs, such as `voucher_refused`.")
    errors = ProblemErrorSerializer(many=True, required=False)


COMMON = {
    400: "Malformed, of the wrong type, or with a name that is not known.",
    404: "Not there, or somebody else's.",
    405: "Not with this method.",
    406: "Only JSON is spoken here.",
    429: "Too often; `Retry-After` says how many seconds to wait.",
}
PERSONAL = {
    401: "Log in first, or again.",
    403: "The browser's session needs its CSRF token.",
}
WRITING = {413: "Too much at once.", 415: "Only JSON is understood here."}

CART_TOKEN = OpenApiParameter(
    "X-Cart-Token",
    str,
    OpenApiParameter.HEADER,
    description="A guest's cart, as the first write to it answered in the header of that name.",
)

CART_TOKEN_ANSWERED = OpenApiParameter(
    "X-Cart-Token",
    str,
    OpenApiParameter.HEADER,
    response=[201],
    description="Opens the guest's cart from now on.",
)


class ShopSchema(AutoSchema):
    """Adds what each operation has in common with the others; unknown fields are refused."""

    def get_summary(self) -> str | None:
        return self._said()[0].rstrip(".")

    def get_description(self) -> str:
        return self._said()[1]

    def _said(self) -> tuple[str, str]:
        """What the method's docstring says: its first line, and the rest."""
        first, _newline, rest = (super().get_description() or "").partition("\n")
        return first, rest.strip()

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        said = dict(COMMON)
        if self.view.authentication_classes:
            said |= PERSONAL
        if self.method in ("POST", "PUT", "PATCH"):
            said |= WRITING
        for code, text in said.items():
            if str(code) not in bodies:
                bodies[str(code)] = self._get_response_for_code(
                    problem(text), str(code), [MEDIA_TYPE], direction
                )
        return bodies

    def _postprocess_serializer_schema(self, schema: Any, serializer: Any, direction: Any) -> Any:
        schema = super()._postprocess_serializer_schema(schema, serializer, direction)
        if isinstance(serializer, Asked) and "properties" in schema:
            schema["additionalProperties"] = False
        return schema


def problem(description: str) -> OpenApiResponse:
    """A status that an operation answers with, beside those that all have."""
    return OpenApiResponse(ProblemSerializer, description=description)


def problems(**said: str) -> dict[Any, OpenApiResponse]:
    """Such statuses, as in `problems(s409="The basket has changed.")`."""
    return {(int(code[1:]), MEDIA_TYPE): problem(text) for code, text in said.items()}


def ours_alone(endpoints: list[Any]) -> list[Any]:
    """Of all views that DRF knows, those that the shop describes."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]

"""Whoever is logged in, and their address book."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from shop.accounts.customer.forms import ProfileForm, UserAddressForm
from shop.accounts.services import confirmed_addresses, rename_user, set_default_address
from shop.api.problems import Conflict, NotThere, refusal
from shop.api.schema import problems
from shop.api.serializers.me import (
    MeChange,
    MeSerializer,
    MyAddressBody,
    MyAddressSerializer,
)
from shop.api.views.base import ApiView
from shop.core.oscar import UserAddress

# How the address book's form names what the API does.
NAMES = {"last_name": "full_name", "line4": "town"}


class MyView(ApiView):
    """For accounts alone."""

    permission_classes = (IsAuthenticated,)


class MeView(MyView):
    """The account."""

    @extend_schema(operation_id="me", responses={200: MeSerializer})
    def get(self, request: Any) -> Response:
        """Who you are."""
        user = request.user
        user.email_confirmed = user.email in confirmed_addresses(user)
        return Response(MeSerializer(user).data)

    @extend_schema(operation_id="me_change", request=MeChange, responses={200: MeSerializer})
    def patch(self, request: Any) -> Response:
        """Change your name."""
        asked = MeChange(data=request.data)
        asked.is_valid(raise_exception=True)
        form = ProfileForm(data=asked.validated_data)
        if not form.is_valid():
            raise refusal({"": form})
        rename_user(user=request.user, full_name=form.cleaned_data["full_name"])
        return self.get(request)


class MyAddressesView(MyView):
    """The address book."""

    @extend_schema(operation_id="my_addresses", responses={200: MyAddressSerializer(many=True)})
    def get(self, request: Any) -> Response:
        """Your addresses, the ones in use first."""
        return Response(MyAddressSerializer(_mine(request), many=True).data)

    @extend_schema(
        operation_id="my_address_add",
        request=MyAddressBody,
        responses={
            201: MyAddressSerializer,
            **problems(s409="It is there already.", s422="It cannot be an address."),
        },
    )
    def post(self, request: Any) -> Response:
        """Add an address."""
        return Response(_write(request, None), status=201)


class MyAddressView(MyView):
    """An address."""

    @extend_schema(operation_id="my_address", responses={200: MyAddressSerializer})
    def get(self, request: Any, pk: int) -> Response:
        """One of your addresses."""
        return Response(MyAddressSerializer(_one(request, pk)).data)

    @extend_schema(
        operation_id="my_address_change",
        request=MyAddressBody,
        responses={
            200: MyAddressSerializer,
            **problems(s409="It is there already.", s422="It cannot be an address."),
        },
    )
    def put(self, request: Any, pk: int) -> Response:
        """Put another address in its place; orders keep the one they were placed with."""
        return Response(_write(request, _one(request, pk)))

    @extend_schema(
        operation_id="my_address_remove",
        request=None,
        responses={204: OpenApiResponse(description="It is gone.")},
    )
    def delete(self, request: Any, pk: int) -> Response:
        """Delete an address; orders keep their copy."""
        _one(request, pk).delete()
        return Response(status=204)


def _mine(request: Any) -> Any:
    return UserAddress._default_manager.filter(user=request.user).order_by(
        "-is_default_for_shipping", "-is_default_for_billing", "pk"
    )


def _one(request: Any, pk: int) -> Any:
    found = _mine(request).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _write(request: Any, address: Any) -> Any:
    asked = MyAddressBody(data=request.data)
    asked.is_valid(raise_exception=True)
    given = asked.validated_data
    data = {{new: old for old, new in NAMES.items()}.get(name, name): given[name] for name in given}
    form = UserAddressForm(request.user, data=data, instance=address)
    there = Conflict(_("This address is in your address book already."), code="known")
    if not form.is_valid():
        if set(form.errors) == {"__all__"}:
            raise there
        raise refusal({"": form}, NAMES)
    try:
        with transaction.atomic():
            saved = form.save()
            for purpose, field in (
                ("shipping", "default_for_delivery"),
                ("billing", "default_for_bills"),
            ):
                if given[field]:
                    set_default_address(user=request.user, address_id=saved.pk, purpose=purpose)  # type: ignore[arg-type]
    except IntegrityError:
        raise there from None
    return MyAddressSerializer(_one(request, saved.pk)).data

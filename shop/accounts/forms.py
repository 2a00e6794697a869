"""allauth's forms, with the labels that the rest of the shop has."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "oldpassword": _("Your password now"),
}
NEW_PASSWORD = {"password1": _("New password"), "password2": _("The new password again")}


class ShopLabels:
    """Puts our labels on whichever of the fields a form of allauth's has."""

    labels: dict[str, Any] = LABELS
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.labels.keys() & self.fields.keys():
            self.fields[name].label = self.labels[name]


class LoginForm(ShopLabels, forms.LoginForm):
    """allauth's."""


class SignupForm(ShopLabels, forms.SignupForm):
    """allauth's."""


class ResetPasswordForm(ShopLabels, forms.ResetPasswordForm):
    """allauth's."""


class AddEmailForm(ShopLabels, forms.AddEmailForm):
    """allauth's."""


class ChangePasswordForm(ShopLabels, forms.ChangePasswordForm):
    """allauth's."""

    labels = LABELS | NEW_PASSWORD


class ResetPasswordKeyForm(ShopLabels, forms.ResetPasswordKeyForm):
    """allauth's."""

    labels = NEW_PASSWORD

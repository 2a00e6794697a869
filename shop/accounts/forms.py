"""allauth's forms, which call an e-mail address what the rest of the shop calls it."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


class _NamesTheAddress:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"login", "email"} & set(self.fields):
            self.fields[name].label = _("E-mail")


class LoginForm(_NamesTheAddress, forms.LoginForm):
    """allauth's."""


class SignupForm(_NamesTheAddress, forms.SignupForm):
    """allauth's."""


class ResetPasswordForm(_NamesTheAddress, forms.ResetPasswordForm):
    """allauth's."""


class AddEmailForm(_NamesTheAddress, forms.AddEmailForm):
    """allauth's."""

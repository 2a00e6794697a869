"""The newsletter's form."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignUpForm(forms.Form):
    """An address and a ticked box. `consent` repeats the words beside the box, to be kept.

    `website` is seen by programs alone: who fills it in is one.
    """

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("This is no e-mail address yet. It should look like name@example.com."),
        },
    )
    agreed = forms.BooleanField(
        label=_("Consent"),
        error_messages={"required": _("Tick the box, so that we may write to you.")},
    )
    consent = forms.CharField(max_length=200, widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.HiddenInput)

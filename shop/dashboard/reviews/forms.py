"""Finding reviews, and deciding about one."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FindForm(forms.Form):
    """Words that stand anywhere in what somebody wrote, or in their name or address."""

    q = forms.CharField(
        label=_("Find"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"class": "form-control", "placeholder": _("Words, a name, a product")}
        ),
    )

    @property
    def words(self) -> list[str]:
        """What to look for; nothing where the form says something senseless."""
        if not self.is_valid():
            return []
        return str(self.cleaned_data["q"]).split()[:8]


class ReplyForm(forms.Form):
    """The shop's word below a review."""

    reply = forms.CharField(
        label=_("Your reply, shown below the review"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AnswerForm(forms.Form):
    """The shop's answer to a question."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write the answer first.")},
    )

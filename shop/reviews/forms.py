"""What shoppers fill in: a review, a question."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

STARS = [
    (5, _("5 stars: excellent")),
    (4, _("4 stars: good")),
    (3, _("3 stars: all right")),
    (2, _("2 stars: not good")),
    (1, _("1 star: poor")),
]
LONGEST_NAME = 80
LONGEST_TITLE = 120
LONGEST_REVIEW = 4000
LONGEST_QUESTION = 1000


def _says_something(text: str) -> None:
    """Refuse what holds no letter and no digit: nobody could read it."""
    if text and not any(character.isalnum() for character in text):
        raise ValidationError(_("Please say it in words."))


class _SignedForm(forms.Form):
    """A text with a name, and for guests the address that is written to.

    `user` is the account or None; an account's address is known.
    """

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        validators=[_says_something],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Enter the name to show."),
            "max_length": _("Please keep it below %(limit_value)s characters."),
        },
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter an e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.com."),
        },
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user:
            del self.fields["email"]
            self.initial.setdefault("name", user.get_full_name())

    @property
    def address(self) -> str:
        """Whom to write to. After validation."""
        return self.user.email if self.user else self.cleaned_data["email"].lower()


class ReviewForm(_SignedForm):
    """Stars, a headline, what there is to say."""

    score = forms.TypedChoiceField(
        label=_("How many stars?"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how many stars."),
            "invalid_choice": _("Choose one to five stars."),
        },
    )
    title = forms.CharField(
        label=_("In one line"),
        max_length=LONGEST_TITLE,
        validators=[_says_something],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter a line that sums it up."),
            "max_length": _("Please keep it below %(limit_value)s characters."),
        },
    )
    body = forms.CharField(
        label=_("Your review"),
        max_length=LONGEST_REVIEW,
        validators=[_says_something],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("How is it in use? What would you have liked to know before you bought it?"),
        error_messages={
            "required": _("Say what it is like."),
            "max_length": _("Please keep it below %(limit_value)s characters."),
        },
    )

    field_order = ["score", "title", "body", "name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Shown with your review.")
        if "email" in self.fields:
            self.fields["email"].help_text = _(
                "Not shown. We write to you when your review is published."
            )


class QuestionForm(_SignedForm):
    """What somebody wants to know."""

    body = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        validators=[_says_something],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("What would you like to know?"),
            "max_length": _("Please keep it below %(limit_value)s characters."),
        },
    )

    field_order = ["body", "name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Shown with your question.")
        if "email" in self.fields:
            self.fields["email"].help_text = _("Not shown. We send the answer there.")

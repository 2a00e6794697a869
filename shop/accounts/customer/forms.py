"""The account area's forms."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from oscar.apps.customer import forms as oscar_forms
from oscar.core.loading import get_model
from oscar.forms.mixins import PhoneNumberMixin

from shop.accounts.models import User

Country = get_model("address", "Country")
UserAddress = get_model("address", "UserAddress")


class UserAddressForm(PhoneNumberMixin, forms.ModelForm):
    """An address in the address book: one field for the whole name, which goes to `last_name`."""

    class Meta:
        model = UserAddress
        fields = [
            "last_name",
            "line1",
            "line2",
            "line4",
            "postcode",
            "country",
            "phone_number",
        ]
        labels = {
            "last_name": _("Full name"),
            "line1": _("Address"),
            "line2": _("Flat, company or building"),
            "line4": _("Town or city"),
            "postcode": _("Postcode"),
            "country": _("Country"),
        }
        error_messages = {
            "last_name": {"required": _("Enter the name on the door or the letterbox.")},
            "line1": {"required": _("Enter the house and the street.")},
            "line4": {"required": _("Enter the town or city.")},
            "postcode": {"required": _("Enter the postcode.")},
            "country": {"required": _("Choose a country.")},
        }

    autocomplete = {
        "last_name": "name",
        "line1": "address-line1",
        "line2": "address-line2",
        "line4": "address-level2",
        "postcode": "postal-code",
        "country": "country",
        "phone_number": "tel",
    }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.user = user
        for name in ("last_name", "line1", "line4", "postcode", "country"):
            self.fields[name].required = True
        countries = Country._default_manager.filter(is_shipping_country=True)
        country: Any = self.fields["country"]
        country.queryset = countries
        country.empty_label = _("Choose a country")
        if self.instance.pk is None and len(countries) == 1:
            country.initial = countries[0]
        self.fields["phone_number"].label = _("Phone")
        self.fields["phone_number"].help_text = _("Only for the courier, if they cannot find you.")
        # An address from before this form may have a first name apart.
        if self.instance.pk and self.instance.first_name:
            self.initial["last_name"] = self.instance.name
        for name, token in self.autocomplete.items():
            self.fields[name].widget.attrs["autocomplete"] = token

    def clean(self) -> dict[str, Any]:
        self.instance.first_name = ""
        return super().clean() or self.cleaned_data

    def validate_unique(self) -> None:
        """Oscar keeps one copy of an address; the message belongs to the whole form."""
        try:
            self.instance.validate_unique()
        except ValidationError:
            self.add_error(None, _("This address is in your address book already."))


class ProfileForm(forms.Form):
    """The name by which a shopper wants to be called; one field for the whole of it."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class ConfirmPasswordForm(oscar_forms.ConfirmPasswordForm):
    """Oscar's, with a word that says what to do."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("That is not your password."))
        return password


class PasswordResetForm(forms.Form):
    """What the dashboard sends a customer a new password with: allauth's link."""

    email = forms.EmailField()

    def save(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        """Queue allauth's e-mail."""
        form = ResetPasswordForm({"email": self.cleaned_data["email"]})
        if form.is_valid():
            form.save(request)


class WishListForm(forms.ModelForm):
    """A wish list's name, and whether its link opens it for others."""

    class Meta:
        model = get_model("wishlists", "WishList")
        fields = ["name", "visibility"]
        labels = {"visibility": _("Who may see it")}
        widgets = {"visibility": forms.RadioSelect}
        error_messages = {"name": {"required": _("Give the list a name.")}}

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.owner = user
        if not self.instance.pk:
            self.initial["name"] = ""
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        wish_list = type(self.instance)
        visibility: Any = self.fields["visibility"]
        visibility.choices = [
            (wish_list.PRIVATE, _("Only you")),
            (wish_list.PUBLIC, _("Everybody who has its link")),
        ]
        visibility.required = False

    def clean_visibility(self) -> str:
        """As it was, where nothing is said."""
        return self.cleaned_data["visibility"] or self.instance.visibility


class ProductAlertForm(forms.Form):
    """Who wants to be written to; an account's address is known, a guest's is asked for.

    It says nothing of whether an address is known or waiting: that is its owner's business.
    """

    # So many questions may wait for an answer; more would be spam in somebody else's name.
    MOST_UNCONFIRMED = 5

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter an e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.com."),
        },
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.is_authenticated:
            del self.fields["email"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        model = get_model("customer", "ProductAlert")
        waiting = model.objects.filter(email=email, status=model.UNCONFIRMED).count()
        if waiting >= self.MOST_UNCONFIRMED:
            raise ValidationError(
                _("We have written to this address a few times. Please answer there first.")
            )
        return email

"""What one presses, fills in or chooses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator

from shop.checkout.forms import DemoCardForm
from shop.reviews.forms import STARS
from shop.styleguide.samples.sample import Sample, sample
from shop.styleguide.samples.things import LONG


class SampleForm(forms.Form):
    """One field of each kind."""

    full_name = forms.CharField(label="Full name", help_text="As it stands on the parcel.")
    company = forms.CharField(label="Company", required=False)
    note = forms.CharField(label="A note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    country = forms.ChoiceField(
        label="Country", choices=[("GB", "United Kingdom"), ("FR", "France")]
    )
    wrapped = forms.BooleanField(label="Wrap it as a present", required=False)
    way = forms.ChoiceField(
        label="How shall we write?",
        choices=[("email", "By e-mail"), ("post", "By post")],
        widget=forms.RadioSelect,
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class StarsForm(forms.Form):
    """How many stars."""

    score = forms.ChoiceField(label="Your stars", choices=STARS, widget=forms.RadioSelect)


def _empty() -> SampleForm:
    return SampleForm(prefix="empty")


def _refused() -> SampleForm:
    form = SampleForm(
        {"refused-note": "Please ring twice.", "refused-country": "XX"}, prefix="refused"
    )
    form.add_error(None, "This address could not be found.")
    return form


def _page(number: int, of: int) -> Any:
    return Paginator(range(of * 24), 24).page(number)


def samples() -> Iterator[Sample]:
    """Buttons, fields, choices, pages."""
    yield sample("button", "First", label="Add to basket", type="button")
    yield sample("button", "Quiet", label="Go to basket", kind="ghost", type="button")
    yield sample("button", "Takes away", label="Delete the address", kind="danger", type="button")
    yield sample("button", "Small", label="Apply", kind="ghost", small=True, type="button")
    yield sample("button", "Cannot be pressed", label="Sold out", disabled=True, type="button")
    yield sample("button", "A link", label="See everything", url="#")
    yield sample("button", "Whole width, long", label=LONG, block=True, type="button")

    yield sample("chip", "A way on", label="Mugs and cups", url="#")
    yield sample("chip", "Chosen", label="Plates", url="#", current=True)
    yield sample("chip", "Takes a filter off", label="Oat", url="#", removes=True)

    for name in ("full_name", "company", "note", "country", "wrapped", "way"):
        yield sample("field", f"{name.replace('_', ' ').capitalize()}", field=_empty()[name])
    for name in ("full_name", "country", "way"):
        yield sample(
            "field", f"{name.replace('_', ' ').capitalize()}, wrong", field=_refused()[name]
        )
    yield sample(
        "field",
        "Another label and help",
        field=_empty()["company"],
        label="Organisation",
        help="Leave it empty if it goes home.",
        hide_optional=True,
    )

    notes = "field-notes"
    yield sample("field_notes", "Help", id=notes, about="As it stands on the parcel.")
    yield sample(
        "field_notes",
        "Help and error",
        id=notes,
        about="Such as SW1A 1AA.",
        errors=["This is no postcode."],
    )
    yield sample("form_fields", form=_empty()).within('<div class="form">{}</div>')
    yield sample("form_errors", "One form", form=_refused())
    yield sample("form_errors", "Two forms", forms=[_refused(), StarsForm({}, prefix="stars")])
    alone = StarsForm({"score": "5"})
    alone.add_error(None, "You have written about it before.")
    yield sample("form_errors", "One thing, about no field", form=alone)
    yield sample("form_error_items", form=_refused()).within("<ul>{}</ul>")
    yield sample("star_choice", "Empty", field=StarsForm()["score"])
    yield sample("star_choice", "Chosen", field=StarsForm({"score": "4"})["score"])
    yield sample("star_choice", "Wrong", field=StarsForm({})["score"])
    yield sample("card_form", form=DemoCardForm(), number="4242 4242 4242 4242")

    around = (
        '<fieldset><legend class="visually-hidden">Delivery</legend>'
        '<div class="choices">{}</div></fieldset>'
    )
    choice = {"name": "method", "id": "method", "value": "standard", "currency": "GBP"}
    yield sample(
        "choice",
        "Chosen, free",
        label="Standard delivery",
        detail="Arrives Tue 24 to Thu 26 Nov",
        price_text="Free",
        checked=True,
        **choice,
    ).within(around)
    yield sample(
        "choice",
        "With a price",
        label="Express delivery",
        detail="Arrives Mon 23 Nov",
        amount=8.5,
        **choice,
    ).within(around)
    yield sample(
        "choice",
        "Cannot be chosen",
        label="Collect it",
        detail="The shop is closed in November",
        price_text="Free",
        disabled=True,
        **choice,
    ).within(around)

    yield sample("quantity", id="q-one")
    yield sample("quantity", "Small, few left", id="q-few", value=2, max=3, small=True)

    yield sample("search_form", "In the header", id="search-small")
    yield sample(
        "search_form", "Large, filled in", id="search-large", query="stoneware", large=True
    )

    yield sample("pagination", "First of two", page_obj=_page(1, 2))
    yield sample("pagination", "In the middle", page_obj=_page(7, 20), query="sort=price")
    yield sample("pagination", "Last", page_obj=_page(20, 20))
    yield sample("pagination", "One page", page_obj=_page(1, 1)).noted("Renders nothing.")

"""Oscar's catalogue forms, for pictures that live in the library."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from oscar.apps.dashboard.catalogue import forms as oscar_forms
from oscar.forms.widgets import ImageInput, RemoteSelect

from shop.catalogue.models import ProductVideo
from shop.media.forms import PictureField
from shop.media.models import Image


class LibraryField(forms.ModelChoiceField):
    """A picture that the library has already, looked up as one types (js/dashboard-library.js)."""

    def __init__(self) -> None:
        super().__init__(
            Image.objects.all(),
            required=False,
            label=_("Or from the library"),
            widget=RemoteSelect(
                lookup_url=reverse_lazy("dashboard:picture-lookup"),
                attrs={"class": "select2", "data-library": "", "style": "width: 100%"},
            ),
            error_messages={"invalid_choice": _("This picture is not in the library any more.")},
        )


class LibraryPictureMixin:
    """Takes an upload, or a picture of the library, for a foreign key to it.

    The form's field is a file field of the same name; what is uploaded becomes a picture of
    the library when the form is saved, and its renditions are made by the worker. What is chosen
    stays the library's, with its focal point and its alternative text.
    """

    picture_field = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._required = self.fields[self.picture_field].required  # type: ignore[attr-defined]
        self.fields[self.picture_field].required = False  # type: ignore[attr-defined]
        names = list(self.fields)  # type: ignore[attr-defined]
        names.insert(names.index(self.picture_field) + 1, "library")
        self.fields["library"] = LibraryField()  # type: ignore[attr-defined]
        self.order_fields(names)  # type: ignore[attr-defined]
        picture = self._current_picture()
        self.initial[self.picture_field] = picture.file if picture else None  # type: ignore[attr-defined]

    def picture_words(self) -> tuple[str, str]:
        """The title and the alternative text of a new picture."""
        raise NotImplementedError

    def _current_picture(self) -> Image | None:
        if getattr(self.instance, f"{self.picture_field}_id"):  # type: ignore[attr-defined]
            return getattr(self.instance, self.picture_field)  # type: ignore[attr-defined]
        return None

    def _post_clean(self) -> None:
        """Hand the model what it expects: a picture, new or known, or nothing."""
        name = self.picture_field
        cleaned = self.cleaned_data  # type: ignore[attr-defined]
        if name in cleaned:
            value, chosen = cleaned[name], cleaned.get("library")
            if isinstance(value, UploadedFile):
                if chosen:
                    words = _("Upload a file or choose one of the library, not both.")
                    self.add_error("library", words)  # type: ignore[attr-defined]
                cleaned[name] = Image(file=value)
            elif chosen:
                cleaned[name] = chosen
            else:
                # False: a cleared field. Anything else: the file that was there.
                cleaned[name] = None if value is False else self._current_picture()
            missing = self._required and cleaned[name] is None
            if missing and "library" not in self.errors:  # type: ignore[attr-defined]
                words = _("Upload a picture, or choose one of the library.")
                self.add_error(name, words)  # type: ignore[attr-defined]
        super()._post_clean()  # type: ignore[misc]

    def _get_validation_exclusions(self) -> set[str]:
        """A picture that is not saved yet has no key; the model would call that missing."""
        return {*super()._get_validation_exclusions(), self.picture_field}  # type: ignore[misc]

    def save(self, commit: bool = True) -> Any:
        picture = self.cleaned_data.get(self.picture_field)  # type: ignore[attr-defined]
        if picture is not None and picture.pk is None:
            # Not before: a new product has its title only now.
            picture.title, picture.description = self.picture_words()
            picture.save()
            setattr(self.instance, self.picture_field, picture)  # type: ignore[attr-defined]
        return super().save(commit=commit)  # type: ignore[misc]


class ProductForm(oscar_forms.ProductForm):
    """A product, with the tax class that its price contains; variants have their product's.

    One that is gone for good is not public either.
    """

    class Meta(oscar_forms.ProductForm.Meta):
        fields = [*oscar_forms.ProductForm.Meta.fields, "tax_class", "is_discontinued"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "tax_class" in self.fields:
            self.fields["tax_class"].required = False  # what is not sent stays as it is

    def delete_non_child_fields(self) -> None:
        super().delete_non_child_fields()
        self.fields.pop("tax_class", None)
        self.fields.pop("is_discontinued", None)

    def clean(self) -> dict[str, Any]:
        """Take what is gone for good off the shelf."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_discontinued"):
            cleaned["is_public"] = False
        return cleaned


class StockRecordForm(oscar_forms.StockRecordForm):
    """Price and stock, with the day on which more comes."""

    class Meta(oscar_forms.StockRecordForm.Meta):
        fields = [*oscar_forms.StockRecordForm.Meta.fields, "expected_on"]
        widgets = {"expected_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, product_class: Any, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(product_class, user, *args, **kwargs)
        if not product_class.track_stock:
            self.fields.pop("expected_on", None)


class ProductAttributesForm(oscar_forms.ProductAttributesForm):
    """A fact that products of a type have: the unit of its numbers, and whether shoppers filter."""

    class Meta(oscar_forms.ProductAttributesForm.Meta):
        fields = [*oscar_forms.ProductAttributesForm.Meta.fields, "unit", "is_filter"]


class ProductImageForm(LibraryPictureMixin, oscar_forms.ProductImageForm):
    """A product's picture: choose a file and say what it shows.

    The words are the library's alternative text: the picture is one, wherever it is shown, and
    so are they. Oscar's own `caption` column stays empty.
    """

    picture_field = "original"
    original = PictureField(label=_("Image"), widget=ImageInput())
    caption = forms.CharField(
        label=_("What it shows, for shoppers who cannot see it"),
        required=False,
        max_length=Image._meta.get_field("description").max_length,
        # Without the class Oscar makes a rich text of it.
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "class": "form-control no-widget-init",
                "title": _("The picture has these words everywhere."),
            }
        ),
    )

    class Meta(oscar_forms.ProductImageForm.Meta):
        fields = ["product", "original", "display_order"]
        widgets = {"display_order": forms.HiddenInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picture = self._current_picture()
        self.initial["caption"] = picture.description if picture else ""

    def clean_caption(self) -> str:
        """One line, whatever was pasted."""
        return " ".join(self.cleaned_data["caption"].split())

    def clean(self) -> dict[str, Any]:
        """Words are changed, not taken away; a picture that is chosen instead has its own."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        emptied = "caption" in self.changed_data and not cleaned.get("caption", "-")
        if emptied and not cleaned.get("library"):
            self.add_error("caption", _("Say in one sentence what the picture shows."))
        return cleaned

    def picture_words(self) -> tuple[str, str]:
        title = self.instance.product.get_title()
        return title, self.cleaned_data.get("caption") or title

    def save(self, commit: bool = True) -> Any:
        picture, words = self.cleaned_data.get("original"), self.cleaned_data.get("caption")
        if picture and picture.pk and words and "caption" in self.changed_data:
            picture.description = words
            picture.save(update_fields=["description"])
        return super().save(commit=commit)


class ProductVideoForm(LibraryPictureMixin, forms.ModelForm):
    """A film: a file or an address, and the picture that stands there before it plays."""

    picture_field = "poster"
    url = forms.URLField(
        label=ProductVideo._meta.get_field("url").verbose_name,
        help_text=ProductVideo._meta.get_field("url").help_text,
        required=False,
        assume_scheme="https",
    )
    poster = PictureField(
        label=ProductVideo._meta.get_field("poster").verbose_name,
        help_text=ProductVideo._meta.get_field("poster").help_text,
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    class Meta:
        model = ProductVideo
        fields = ["title", "file", "url", "poster", "captions", "display_order"]

    def picture_words(self) -> tuple[str, str]:
        title = self.cleaned_data["title"]
        return title, title


class CategoryForm(LibraryPictureMixin, oscar_forms.CategoryForm):
    """A category; its picture is uploaded here and kept in the library."""

    picture_field = "image"
    image = PictureField(
        label=_("Image"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    def picture_words(self) -> tuple[str, str]:
        name = self.cleaned_data.get("name", "")
        return name, name

"""What a page's form shows of things that were chosen: picture, price, stock, state.

The form itself holds their names alone; a script asks for the rest of all of them at once
(js/cms/chosen-things.js), so opening a page costs no query more for what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.views.generic.chooser import ModelLookupMixin
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser, BaseChooserAdapter

from shop.media.selectors import Picture

# More than any form holds.
MOST = 500


@dataclass(frozen=True)
class Chosen:
    """A thing in a form: its picture, if it has any, and a few words about it."""

    facts: tuple[str, ...]
    picture: Picture | None = None


def _media(extended: str) -> forms.Media:
    """In one list, so that our script comes after the one of Wagtail's that it extends."""
    return forms.Media(js=[versioned_static(extended), "js/cms/chosen-things.js"])


class ChosenChooser(BaseChooser):
    """Wagtail's chooser, with a place for the picture and the words."""

    template_name = "cms_pages/chooser/chosen.html"
    js_constructor = "ShopChooser"
    shown_url_name = ""

    @property
    def base_js_init_options(self) -> dict[str, Any]:
        return {**super().base_js_init_options, "shownUrl": reverse(self.shown_url_name)}

    @cached_property
    def media(self) -> forms.Media:
        return _media("wagtailadmin/js/chooser-widget.js")


class ChosenChooserAdapter(BaseChooserAdapter):
    """Its part in the editor."""

    js_constructor = "shop.cms.Chooser"

    @cached_property
    def media(self) -> forms.Media:
        return _media("wagtailadmin/js/chooser-widget-telepath.js")


register(ChosenChooserAdapter(), ChosenChooser)


class ShownView(ModelLookupMixin, View):
    """What forms show of the things with these ids: `{id: {"picture": HTML, "facts": text}}`.

    What is gone, or no id, is left out. A constant number of queries.
    """

    request: Any

    def get(self, request: HttpRequest) -> JsonResponse:
        ids = {int(pk) for pk in request.GET.getlist("id")[:MOST] if pk.isascii() and pk.isdigit()}
        things = list(self.get_things().filter(pk__in=ids))
        return JsonResponse(
            {
                thing.pk: {"picture": _html(chosen.picture), "facts": " · ".join(chosen.facts)}
                for thing, chosen in zip(things, self.chosen(things), strict=True)
            }
        )

    def get_things(self) -> Any:
        """All of them, with what is shown."""
        return self.model_class.objects.all()

    def chosen(self, things: list[Any]) -> list[Chosen]:
        """What is shown of each."""
        raise NotImplementedError


def _html(picture: Picture | None) -> str:
    if picture is None:
        return ""
    return render_to_string(
        "components/picture.html", {"picture": picture, "sizes": "3.5rem", "decorative": True}
    )


class ChosenChooserViewSet(ChooserViewSet):
    """A chooser whose forms show more than a name."""

    base_widget_class = ChosenChooser
    shown_view_class: type[ShownView]

    @cached_property
    def widget_class(self) -> type[ChosenChooser]:
        widget_class: type[ChosenChooser] = super().widget_class
        widget_class.shown_url_name = self.get_url_name("shown")
        return widget_class

    def get_urlpatterns(self) -> list[URLPattern]:
        view = self.construct_view(self.shown_view_class)
        return [*super().get_urlpatterns(), path("shown/", view, name="shown")]

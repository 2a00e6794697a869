"""Oscar's catalogue pages, where they need a hand."""

from typing import Any

from django.db.models import Q, QuerySet
from oscar.apps.dashboard.catalogue import views as oscar_views
from oscar.views.generic import ObjectLookupView

from shop.dashboard.catalogue.formsets import ProductVideoFormSet
from shop.media.models import Image
from shop.media.selectors import smallest_url


class ProductCreateUpdateView(oscar_views.ProductCreateUpdateView):
    """A product with its films; variants have their product's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formsets["video_formset"] = ProductVideoFormSet

    def get_object(self, queryset: Any = None) -> Any:
        product = super().get_object(queryset)
        if self.parent:
            self.formsets.pop("video_formset", None)
        return product


class PictureLookupView(ObjectLookupView):
    """The library's pictures for a form's choice, the newest first; every word must occur."""

    model = Image

    def get_queryset(self) -> QuerySet[Image]:
        return Image.objects.prefetch_related("renditions").order_by("-created_at", "-pk")

    def lookup_filter(self, qs: QuerySet[Image], term: str) -> QuerySet[Image]:
        for word in term.replace("\x00", "").split()[:8]:
            qs = qs.filter(Q(title__icontains=word) | Q(description__icontains=word))
        return qs

    def get_args(self) -> tuple[Any, Any, int, int]:
        """Without Oscar's trust in numbers; a choice is asked for by its words alone."""
        page = self.request.GET.get("page", "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        return None, self.request.GET.get("q"), max(number, 1), 20

    def format_object(self, obj: Image) -> dict[str, Any]:
        return {
            "id": obj.pk,
            "text": f"{obj.title} ({obj.width} × {obj.height})",
            "picture": smallest_url(obj),
        }


class CategoryCreateView(oscar_views.CategoryCreateView):
    """A new category, below the one whose button was pressed.

    Oscar names the form's field as older treebeards did, and the choice is lost.
    """

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial()
        if "parent" in self.kwargs:
            initial["treebeard_ref_node"] = self.kwargs["parent"]
        return initial

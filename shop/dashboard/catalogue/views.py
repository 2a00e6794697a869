"""Oscar's catalogue pages, where they need a hand."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from oscar.apps.dashboard.catalogue import views as oscar_views
from oscar.views.generic import ObjectLookupView

from shop.cms_pages.product_services import delete_category, delete_product
from shop.cms_pages.usage import Shown, shown_on
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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["shown_on"] = _shown_on(self.object, self.request.user)
        return context


class ProductDeleteView(oscar_views.ProductDeleteView):
    """Names the pages that show the product, and deletes its own page with it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["shown_on"] = _shown_on(self.object, self.request.user)
        return context

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Oscar's, but through the service: a product with a page is protected."""
        self.object = self.get_object()
        parent = self.object.parent if self.object.is_child else None
        is_last_child = parent is not None and parent.children.count() == 1
        delete_product(product=self.object)
        if is_last_child:
            self.handle_deleting_last_child(parent)
        return HttpResponseRedirect(self.get_success_url())


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


class CategoryUpdateView(oscar_views.CategoryUpdateView):
    """Names the pages that show the category."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["shown_on"] = _shown_on(self.object, self.request.user)
        return context


class CategoryDeleteView(oscar_views.CategoryDeleteView):
    """Names the pages that show the category, and deletes those of it and of what is below."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["shown_on"] = _shown_on(self.object, self.request.user)
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        success_url = self.get_success_url()  # it looks for the parent
        delete_category(category=self.object)
        return HttpResponseRedirect(success_url)


def _shown_on(thing: Any, user: Any) -> list[Shown]:
    return shown_on(thing, user=user) if thing is not None and thing.pk else []

"""Oscar's catalogue pages, where they need a hand."""

from typing import Any

from oscar.apps.dashboard.catalogue import views as oscar_views

from shop.dashboard.catalogue.formsets import ProductVideoFormSet


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


class CategoryCreateView(oscar_views.CategoryCreateView):
    """A new category, below the one whose button was pressed.

    Oscar names the form's field as older treebeards did, and the choice is lost.
    """

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial()
        if "parent" in self.kwargs:
            initial["treebeard_ref_node"] = self.kwargs["parent"]
        return initial

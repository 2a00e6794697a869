"""Oscar's catalogue pages, where they need a hand."""

from typing import Any

from oscar.apps.dashboard.catalogue import views as oscar_views


class CategoryCreateView(oscar_views.CategoryCreateView):
    """A new category, below the one whose button was pressed.

    Oscar names the form's field as older treebeards did, and the choice is lost.
    """

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial()
        if "parent" in self.kwargs:
            initial["treebeard_ref_node"] = self.kwargs["parent"]
        return initial

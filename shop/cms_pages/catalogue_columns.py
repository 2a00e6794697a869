"""How the CMS's listings and choosers show products and categories: the cells of their tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.middleware.csrf import get_token
from oscar.core.loading import get_model
from wagtail.admin.ui.tables import BaseColumn, DateColumn, TitleColumn

from shop.catalogue.selectors import Price
from shop.media.selectors import Picture


@dataclass(frozen=True)
class Shown:
    """What a row shows of a product or a category.

    `stock` is what is left of it and its variants, None where it is not counted.
    """

    picture: Picture | None = None
    price: Price | None = None
    stock: int | None = None


def full_names() -> dict[int, str]:
    """Every category's name with those above it, by its key, as they stand in the tree.

    One query: Oscar asks for the ancestors of each.
    """
    category = get_model("catalogue", "Category")
    by_path: dict[str, str] = {}
    found: dict[int, str] = {}
    for pk, path, name in category.objects.order_by("path").values_list("pk", "path", "name"):
        above = by_path.get(path[: -category.steplen])
        found[pk] = by_path[path] = f"{above} > {name}" if above else name
    return found


class CellColumn(BaseColumn):
    """A column whose cell finds the row's data; sorted by the key of the query, if any."""

    def __init__(self, name: str, *, template: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = f"cms_pages/listing/{template}.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["row"] = instance.row
        context["csrf_token"] = get_token(parent_context["request"])
        return context


class EditedColumn(DateColumn):
    """When something was last edited; it says so where nobody has."""

    cell_template_name = "cms_pages/listing/edited.html"


class ChoiceColumn(TitleColumn):
    """What a press chooses: picture and name."""

    cell_template_name = "cms_pages/chooser/choice.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["row"] = instance.row
        return context

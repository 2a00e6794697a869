"""Which layout or page a product or a category has. No query while the cache is warm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shop.cms_pages.models import CategoryPage, ProductLayout, ProductPage
from shop.core import page_cache


@dataclass(frozen=True)
class Layout:
    """A published layout. `body` is what its stream field stores; `branch` a category's path."""

    id: int
    name: str
    body: str
    product_class_id: int | None = None
    branch: str = ""
    category_id: int | None = None
    published_at: datetime | None = None


@dataclass(frozen=True)
class Arrangements:
    """The published layouts, and the published pages by ids of products and of categories."""

    layouts: tuple[Layout, ...]
    product_pages: Mapping[int, int]
    category_pages: Mapping[int, int]

    def layout(self, *, product_class_id: int | None, branches: Iterable[str]) -> Layout | None:
        """The nearest: of the deepest category, else of the type, else the one for all."""
        paths = tuple(branches)
        of_category = [
            layout
            for layout in self.layouts
            if layout.branch and any(path.startswith(layout.branch) for path in paths)
        ]
        if of_category:
            return max(of_category, key=lambda layout: len(layout.branch))
        rest = {layout.product_class_id: layout for layout in self.layouts if not layout.branch}
        return (rest.get(product_class_id) if product_class_id else None) or rest.get(None)


def arrangements() -> Arrangements:
    """No query while the shared data is warm; three otherwise."""
    made_of = (page_cache.sources.LAYOUTS, page_cache.sources.CATEGORIES)
    return page_cache.remember("arrangements", _read, *made_of)


def _read() -> Arrangements:
    layouts = ProductLayout.objects.filter(live=True).select_related("category").order_by("pk")
    field = ProductLayout._meta.get_field("body")
    return Arrangements(
        layouts=tuple(
            Layout(
                id=layout.pk,
                name=layout.name,
                body=field.value_to_string(layout),
                product_class_id=layout.product_class_id,
                branch=layout.category.path if layout.category else "",
                category_id=layout.category_id,
                published_at=layout.last_published_at,
            )
            for layout in layouts
        ),
        product_pages=dict(ProductPage.objects.live().values_list("product_id", "pk")),
        category_pages=dict(CategoryPage.objects.live().values_list("category_id", "pk")),
    )

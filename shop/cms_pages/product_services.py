"""What is done to the pages of products and categories."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from shop.catalogue.models import Category, Product
from shop.cms_pages.models import (
    CategoryPage,
    HomePage,
    ProductIndexPage,
    ProductPage,
    ShopIndexPage,
)
from shop.core import page_cache


class NoHomePage(Exception):
    """The shop has no home page to put pages below."""


def forget_arrangements() -> None:
    """Have the next page read layouts and pages again, once the transaction is committed."""
    page_cache.forget(page_cache.sources.LAYOUTS)


def open_product_page(*, product: Product, user: Any = None) -> tuple[ProductPage, bool]:
    """The product's page, and whether it was made now: as a draft that adds nothing yet.

    Raises NoHomePage, and ValueError for a variant, which has no page of its own.
    """
    if product.is_child:
        raise ValueError("a variant shares the page of its product")
    return _open(ProductPage, ProductIndexPage, user, product=product)


def open_category_page(*, category: Category, user: Any = None) -> tuple[CategoryPage, bool]:
    """The category's page, and whether it was made now. Raises NoHomePage."""
    return _open(CategoryPage, ShopIndexPage, user, category=category)


def _open(kind: Any, index: Any, user: Any, **thing: Any) -> tuple[Any, bool]:
    with transaction.atomic():
        # Two editors at once: the second waits for the tree and finds the first one's page.
        parent = _index_page(index)
        found = kind.objects.filter(**thing).first()
        if found is not None:
            return found, False
        page = kind(live=False, owner=user, **thing)
        for name, value in page.derived_fields().items():
            setattr(page, name, value)
        parent.add_child(instance=page)
        page.save_revision(user=user, log_action=True)
        return page, True


def _index_page(kind: Any) -> Any:
    found = kind.objects.select_for_update(of=("self",)).first()
    if found is not None:
        return found
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home = site.root_page.specific if site else None
    if not isinstance(home, HomePage):
        raise NoHomePage
    return home.add_child(instance=kind(title=kind.own_slug.title(), slug=kind.own_slug))


def follow_product(*, product_id: int) -> None:
    """Give the product's page today's title and slug. One query, one more where they differ."""
    page = ProductPage.objects.filter(product=product_id).select_related("product").first()
    if page is not None:
        _follow(page)


def follow_category(*, category_id: int) -> None:
    """Give the category's page today's title and slug."""
    page = CategoryPage.objects.filter(category=category_id).select_related("category").first()
    if page is not None:
        _follow(page)


def _follow(page: Any) -> None:
    wanted = page.derived_fields()
    if all(getattr(page, name) == value for name, value in wanted.items()):
        return
    slug = wanted["slug"]
    # Not through save(): the address is the catalogue's, which leaves its redirects itself.
    Page.objects.filter(pk=page.pk).update(
        title=wanted["title"],
        draft_title=wanted["title"],
        slug=slug,
        url_path=f"{page.url_path.rstrip('/').rpartition('/')[0]}/{slug}/",
    )


def delete_product(*, product: Product) -> None:
    """Delete a product, its variants and its page, the page first so that the tree stays true."""
    with transaction.atomic():
        for page in ProductPage.objects.filter(product=product.pk):
            page.delete()
        product.delete()


def delete_category(*, category: Category) -> None:
    """Delete a category with all below it, and their pages first."""
    with transaction.atomic():
        for page in CategoryPage.objects.filter(category__path__startswith=category.path):
            page.delete()
        category.delete()

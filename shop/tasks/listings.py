"""Listings are kept current behind the shop's back where many products are concerned."""

from celery import shared_task

from shop.search.listings import services


@shared_task(name="shop.tasks.listings.refresh_shared")
def refresh_shared(kind: str, pk: int) -> int:
    """Refresh the products that have this category, product class, attribute or option."""
    return services.refresh_shared(kind=kind, pk=pk)


@shared_task(name="shop.tasks.listings.refresh_stock")
def refresh_stock(product_ids: list[int]) -> int:
    """Note whether these products can be bought."""
    return services.refresh_products(product_ids=product_ids, parts={services.PRODUCT})


@shared_task(name="shop.tasks.listings.count_sales")
def count_sales() -> int:
    """Bring the order of the best-selling up to date."""
    return services.count_sales()


@shared_task(name="shop.tasks.listings.mend_listings")
def mend_listings() -> int:
    """Compare everything with the products and mend it; returns how many rows were wrong."""
    return services.rebuild()

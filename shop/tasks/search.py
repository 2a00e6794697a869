"""What the search index learns when many products read differently at once."""

from celery import shared_task

from shop.search import services


@shared_task(name="shop.tasks.search.index_category")
def index_category(category_id: int) -> int:
    """Index the products of a renamed or moved category; returns how many."""
    return services.index_category(category_id=category_id)


@shared_task(name="shop.tasks.search.index_option")
def index_option(option_id: int) -> int:
    """Index the products that have a renamed option; returns how many."""
    return services.index_option(option_id=option_id)

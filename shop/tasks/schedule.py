"""What the clock starts."""

from celery import shared_task

from shop.accounts.services import forget_expired_sessions as forget_sessions
from shop.cms_pages import services
from shop.core.page_cache import keeping


@shared_task(name="shop.tasks.schedule.publish_scheduled_pages")
def publish_scheduled_pages() -> None:
    """Publish what is due and unpublish what has expired."""
    services.publish_scheduled_pages()


@shared_task(name="shop.tasks.schedule.forget_expired_sessions")
def forget_expired_sessions() -> None:
    """Delete the sessions that have run out."""
    forget_sessions()


@shared_task(name="shop.tasks.schedule.settle_page_cache")
def settle_page_cache() -> int:
    """Forget what could not be forgotten while the page cache was away; returns how much."""
    return keeping.settle()

"""What the clock starts."""

from celery import shared_task

from shop.cms_pages import services


@shared_task(name="shop.tasks.schedule.publish_scheduled_pages")
def publish_scheduled_pages() -> None:
    """Publish what is due and unpublish what has expired."""
    services.publish_scheduled_pages()

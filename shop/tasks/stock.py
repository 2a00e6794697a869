"""What follows from stock that comes back."""

from celery import shared_task

from shop.accounts import services


@shared_task(name="shop.tasks.stock.send_stock_alerts")
def send_stock_alerts() -> int:
    """Write to those who wait for what is back in stock; returns how many."""
    return services.send_stock_alerts()

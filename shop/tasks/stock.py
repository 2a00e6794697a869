"""What follows from stock that comes back."""

from celery import shared_task

from shop.accounts import stock_alerts


@shared_task(name="shop.tasks.stock.send_stock_alerts")
def send_stock_alerts() -> int:
    """Write to those who wait for what is back in stock; returns how many."""
    return stock_alerts.send_stock_alerts()

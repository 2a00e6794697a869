"""What the clock starts, in seconds. A worker that was away finds one sweep, not a thousand."""

from typing import Any

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # Whoever reaches the page cache again after an outage does it at once; this is for a process
    # that changed something meanwhile and is gone.
    "settle the page cache": {
        "task": "shop.tasks.schedule.settle_page_cache",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "send due messages": {
        "task": "shop.tasks.email.send_due_messages",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "forget old messages": {
        "task": "shop.tasks.email.forget_old_messages",
        "schedule": 24 * 60 * 60.0,
    },
    "forget expired sessions": {
        "task": "shop.tasks.schedule.forget_expired_sessions",
        "schedule": 24 * 60 * 60.0,
    },
    "make missing renditions": {
        "task": "shop.tasks.media.request_missing_renditions",
        "schedule": 60 * 60.0,
        "options": {"expires": 60 * 60},
    },
    "publish scheduled pages": {
        "task": "shop.tasks.schedule.publish_scheduled_pages",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "send stock alerts": {
        "task": "shop.tasks.stock.send_stock_alerts",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "count sales": {
        "task": "shop.tasks.listings.count_sales",
        "schedule": 60 * 60.0,
        "options": {"expires": 60 * 60},
    },
    "mend listings": {
        "task": "shop.tasks.listings.mend_listings",
        "schedule": 24 * 60 * 60.0,
    },
    "sweep payments": {
        "task": "shop.tasks.payments.sweep_payments",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "sweep refunds": {
        "task": "shop.tasks.payments.sweep_refunds",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "cancel expired orders": {
        "task": "shop.tasks.payments.cancel_expired_orders",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}

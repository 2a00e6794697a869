"""E-mails: sent here, in the worker, never in a request.

The broker's message is only a hint that a row is due, so these tasks neither retry nor ask for
redelivery when their worker is lost: a message that kills workers would come back for ever, and
the row's lease, attempts and the sweep bring back what matters, within minutes instead of the
broker's hour.
"""

from celery import shared_task

from shop.communication import services


@shared_task(name=services.TASK_SEND_MESSAGE)
def send_message(message_id: int) -> bool:
    """Send one message of the outbox; returns whether it was sent now."""
    return services.send_message(message_id=message_id)


@shared_task(name="shop.tasks.email.send_due_messages")
def send_due_messages() -> int:
    """Send what is due and was not sent yet; returns how many."""
    return services.send_due_messages()


@shared_task(name="shop.tasks.email.forget_old_messages")
def forget_old_messages() -> int:
    """Delete messages older than their retention; returns how many."""
    return services.forget_old_messages()

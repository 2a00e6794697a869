"""The Celery application of worker and beat (`celery -A shop`); settings come from Django's.

The tasks register themselves when Django is set up (shop.tasks.apps), in every process alike:
Celery sets Django up before it starts a worker or beat.
"""

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

# The embedded broker is Kombu's, made safe for several processes.
TRANSPORT_ALIASES["filesystem"] = "shop.core.broker:Transport"

app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")

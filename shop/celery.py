"""The Celery application of worker and beat (`celery -A shop`); settings come from Django's."""

from celery import Celery

app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["shop.tasks"], related_name=None)

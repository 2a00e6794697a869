"""The shop. Importing the Celery application here makes `shared_task` use it everywhere."""

from shop.celery import app as celery_app

__all__ = ["celery_app"]

"""Addresses, with what a shop must be able to show: the words agreed to, and when."""

from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _


def new_key() -> str:
    """What nobody guesses: 190 bits."""
    return get_random_string(32)


class Subscriber(models.Model):
    """An address that somebody typed. Only a confirmed one may be written to.

    `consent` holds the words beside the box that was ticked, `source` the page it stood on.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Not confirmed yet")
        CONFIRMED = "confirmed", _("Confirmed")
        LEFT = "left", _("Wants no more")

    email = models.EmailField(_("e-mail"), unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    consent = models.CharField(_("agreed to"), max_length=200)
    source = models.CharField(_("on the page"), max_length=255, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        verbose_name = _("newsletter address")
        verbose_name_plural = _("newsletter addresses")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="subscriber_newest")]

    def __str__(self) -> str:
        return self.email

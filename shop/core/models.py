"""What the core room keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OwedForget(models.Model):
    """A source that changed while the page cache's store was away (shop.core.page_cache).

    Whoever reaches the store again tells it first, and deletes the row.
    """

    source = models.CharField(max_length=255)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "core"
        verbose_name = _("owed forgetting")
        verbose_name_plural = _("owed forgettings")

    def __str__(self) -> str:
        return self.source

"""Oscar's registrations with Django's admin, and the VAT rates."""

from django.contrib import admin
from oscar.apps.partner.admin import *  # noqa: F403

from shop.partner.models import TaxRate


@admin.register(TaxRate)
class TaxRateAdmin(admin.ModelAdmin):
    """The rates by country and tax class."""

    list_display = ("country", "tax_class", "rate")
    list_filter = ("country", "tax_class")

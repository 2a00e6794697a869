"""The pages room: Wagtail's page types, blocks and settings, and the product and category views."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsPagesConfig(AppConfig):
    """Where people edit."""

    name = "shop.cms_pages"
    label = "cms_pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from shop.cms_pages import contact, product_signals, selectors, signal_handlers
        from shop.cms_pages.models import StoreSettings
        from shop.core import brand

        contact.register_kinds()
        signal_handlers.connect(self)
        product_signals.connect()
        # Wagtail does it for pages and snippets alone; the settings have pictures and links too.
        ReferenceIndex.register_model(StoreSettings)
        brand.read_from(selectors.brand)

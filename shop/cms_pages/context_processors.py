"""What every page shows whoever asks: brand, menus, footer."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def store(request: HttpRequest) -> dict[str, Any]:
    """`store`, `menu`, `footer_menus` and `organization`, read only by templates that show them.

    From the cache. Touches neither user nor session, so public pages stay public.
    """
    from shop.cms_pages import selectors
    from shop.cms_pages.organization import organization

    shell: Any = SimpleLazyObject(lambda: selectors.store_shell(request))
    return {
        "store": shell,
        "menu": SimpleLazyObject(lambda: selectors.main_menu(shell)),
        "footer_menus": SimpleLazyObject(lambda: selectors.footer_menus(shell)),
        "organization": SimpleLazyObject(lambda: organization(shell)),
    }

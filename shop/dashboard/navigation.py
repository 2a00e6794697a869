"""What the dashboard's menu offers; each entry shows for those who may open it.

Oscar's list without the flat pages and the e-mail templates: pages are Wagtail's, and our
e-mails are templates of the code.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _


def _entry(label: Any, url_name: str) -> dict[str, Any]:
    return {"label": label, "url_name": f"dashboard:{url_name}"}


NAVIGATION: list[dict[str, Any]] = [
    {**_entry(_("Dashboard"), "index"), "icon": "fas fa-list"},
    {
        "label": _("Orders"),
        "icon": "fas fa-shopping-cart",
        "children": [
            _entry(_("Orders"), "order-list"),
            _entry(_("Needs attention"), "attention"),
            _entry(_("Statistics"), "order-stats"),
        ],
    },
    {
        "label": _("Catalogue"),
        "icon": "fas fa-sitemap",
        "children": [
            _entry(_("Products"), "catalogue-product-list"),
            _entry(_("Categories"), "catalogue-category-list"),
            _entry(_("Product types"), "catalogue-class-list"),
            _entry(_("Attribute option groups"), "catalogue-attribute-option-group-list"),
            _entry(_("Options"), "catalogue-option-list"),
            _entry(_("Ranges"), "range-list"),
            _entry(_("Low stock alerts"), "stock-alert-list"),
            _entry(_("Partners"), "partner-list"),
            _entry(_("Reviews"), "reviews-list"),
            _entry(_("Questions"), "question-list"),
        ],
    },
    {
        "label": _("Customers"),
        "icon": "fas fa-users",
        "children": [
            _entry(_("Customers"), "users-index"),
            _entry(_("Stock alert requests"), "user-alert-list"),
        ],
    },
    {
        "label": _("Offers"),
        "icon": "fas fa-bullhorn",
        "children": [
            _entry(_("Offers"), "offer-list"),
            _entry(_("Vouchers"), "voucher-list"),
            _entry(_("Voucher sets"), "voucher-set-list"),
        ],
    },
    {**_entry(_("Delivery"), "shipping-method-list"), "icon": "fas fa-truck"},
    {**_entry(_("VAT rates"), "vat-rate-list"), "icon": "fas fa-percent"},
    {**_entry(_("Reports"), "reports-index"), "icon": "fas fa-chart-bar"},
]

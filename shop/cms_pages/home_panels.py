"""The panels of the CMS's first page."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from shop.cms_pages import editors_home
from shop.cms_pages.models import HomePage, StoreSettings
from shop.orders.takings import takings_today

# Ours say the same of every page, in queries whose number does not grow with them.
REPLACED = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"}


class WelcomePanel(Component):
    """The first things that a merchandiser wants to do."""

    name = "welcome"
    order = 10
    template_name = "cms_pages/home/welcome.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Two queries."""
        request = parent_context["request"]
        home = HomePage.objects.live().first()
        links = []
        if home is not None and home.permissions_for_user(request.user).can_edit():
            links.append(
                (_("Change the home page"), reverse("wagtailadmin_pages:edit", args=[home.pk]))
            )
            links.append(
                (_("Add a page"), reverse("wagtailadmin_pages:add_subpage", args=[home.pk]))
            )
        if request.user.has_perm("cms_pages.change_storesettings"):
            address = reverse(
                "wagtailsettings:edit",
                args=[StoreSettings._meta.app_label, StoreSettings._meta.model_name],
            )
            links.append((_("Names, menus and announcement"), address))
        return {"links": links}


class SalesPanel(Component):
    """Today's orders and revenue, and what sells: totals, no order."""

    name = "sales"
    order = 20
    template_name = "cms_pages/home/sales.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Three queries."""
        takings = takings_today()
        return {
            "heading": _("Today in the shop"),
            "takings": takings,
            "bars": editors_home.bars(takings),
            "selling": editors_home.selling(),
        }


class PagesPanel(Component):
    """Which pages want something."""

    name = "pages_today"
    order = 30
    template_name = "cms_pages/home/pages.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Some fifteen queries, however many pages there are."""
        user = parent_context["request"].user
        return {
            "heading": _("Pages"),
            "awaiting": editors_home.awaiting_approval(user),
            "coming": editors_home.this_week(user),
            "sold_out": editors_home.sold_out_on_pages(user),
        }


@hooks.register("construct_homepage_panels")
def arrange_panels(request: HttpRequest, panels: list[Component]) -> None:
    """The ways on come first, then the shop, then the pages."""
    panels[:] = [panel for panel in panels if panel.name not in REPLACED]
    panels.insert(0, WelcomePanel())
    if request.user.has_perm(editors_home.SALES_RIGHT):
        panels.append(SalesPanel())
    panels.append(PagesPanel())


@hooks.register("insert_global_admin_css")
def panel_styles() -> SafeString:
    """What the panels look like."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms_pages/home.css"))

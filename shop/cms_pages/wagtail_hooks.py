"""What editors find in `/cms/`: choosers, ways to the shop, and a check before slugs collide."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

# They register hooks of their own.
from shop.cms_pages import (  # noqa: F401
    home_panels,
    lost_choices,
    picture_checks,
    picture_usage,
    product_hooks,
)
from shop.cms_pages.choosers import (
    category_chooser,
    offer_chooser,
    product_chooser,
    voucher_chooser,
)
from shop.cms_pages.models import StorePage
from shop.cms_pages.search_snippets import SearchViewSetGroup
from shop.cms_pages.services import keep_live_version
from shop.newsletter.models import Subscriber


@hooks.register("register_admin_viewset")
def register_product_chooser() -> ChooserViewSet:
    """Editors choose products without any permission for the order dashboard."""
    return product_chooser


@hooks.register("register_admin_viewset")
def register_category_chooser() -> ChooserViewSet:
    """And categories alike."""
    return category_chooser


@hooks.register("register_admin_viewset")
def register_offer_chooser() -> ChooserViewSet:
    """And offers alike."""
    return offer_chooser


register_snippet(SearchViewSetGroup)


@hooks.register("register_admin_viewset")
def register_voucher_chooser() -> ChooserViewSet:
    """And vouchers alike."""
    return voucher_chooser


@hooks.register("register_admin_menu_item")
def register_shop_link() -> MenuItem:
    """From the editor to what shoppers see; the fragment keeps it from counting as “here”."""
    return MenuItem(_("See the shop"), "/#top", name="shop", icon_name="view", order=50)


class SubscriberViewSet(ModelViewSet):
    """The newsletter's addresses, to look at and to take away as a table.

    They are written by those whose they are, so editors may only read them.
    """

    model = Subscriber
    icon = "mail"
    menu_label = _("Newsletter")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["email", "state", "asked_at", "confirmed_at", "source"]
    list_filter = ["state"]
    search_fields = ["email"]
    list_export = ["email", "state", "consent", "source", "asked_at", "confirmed_at", "left_at"]
    export_filename = "newsletter"
    form_fields = ["email"]
    inspect_view_enabled = True
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def register_subscribers() -> ModelViewSet:
    """Who wants the newsletter."""
    return SubscriberViewSet("newsletter_addresses", url_prefix="newsletter")


@hooks.register("before_edit_page")
def keep_what_is_live(request: HttpRequest, page: Page) -> None:
    """The pages that a new shop has were never edited, so there is no version to go back to."""
    if request.method == "POST":
        keep_live_version(page=page)


@hooks.register("before_copy_page")
def check_slug_of_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's copy form looks for siblings only; refuse an address of the shop itself here."""
    specific = page.specific
    if request.method != "POST" or not isinstance(specific, StorePage):
        return None
    parent_id = request.POST.get("new_parent_page") or ""
    parent = Page.objects.filter(pk=parent_id).first() if parent_id.isdigit() else page.get_parent()
    return _refusal(request, specific, request.POST.get("new_slug", ""), parent)


@hooks.register("before_move_page")
def check_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """A page may have the slug of an address of the shop only where it does not collide, and never
    stands below itself."""
    if destination.path.startswith(page.path):
        words = _("“%(title)s” cannot stand below itself. Choose another place for it.")
        messages.error(request, words % {"title": page.get_admin_display_title()})
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    specific = page.specific
    if not isinstance(specific, StorePage):
        return None
    return _refusal(request, specific, page.slug, destination)


def _refusal(
    request: HttpRequest, page: StorePage, slug: str, parent: Page | None
) -> HttpResponse | None:
    try:
        page.check_slug_is_free(slug, parent=parent)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None

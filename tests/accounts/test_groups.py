"""Who may do what: the groups that a migration makes."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from tests.factories import make_product, make_user

pytestmark = pytest.mark.django_db

ORDERS = ["/dashboard/orders/", "/dashboard/orders/statistics/", "/dashboard/users/"]
CATALOGUE = [
    "/dashboard/catalogue/",
    "/dashboard/catalogue/categories/",
    "/dashboard/catalogue/categories/create/",
    "/dashboard/catalogue/product-types/",
    "/dashboard/catalogue/attribute-option-group/",
    "/dashboard/catalogue/stock-alerts/",
    "/dashboard/ranges/",
    "/dashboard/reviews/",
    "/dashboard/shipping/create/",
]
BOTH = ["/dashboard/", "/dashboard/shipping/"]
NEITHER = [
    "/dashboard/offers/",
    "/dashboard/vouchers/",
    "/dashboard/reports/",
    "/dashboard/partners/create/",
    "/dashboard/comms/",
]


@pytest.fixture
def member(client):
    """Logs somebody of a group in."""

    def log_in(group: str):
        user = make_user(is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return user

    return log_in


def answers(client, urls) -> set[int]:
    return {client.get(url).status_code for url in urls}


def test_order_admins_have_orders_and_nothing_else(client, member):
    member("Order admins")
    product = make_product()
    assert answers(client, [*BOTH, *ORDERS]) == {200}
    assert answers(client, [*CATALOGUE, *NEITHER]) == {403}
    product_page = f"/dashboard/catalogue/products/{product.pk}/"
    assert client.get(product_page).status_code == 403
    assert client.post(product_page, {"title": "Mine"}).status_code == 403


def test_catalogue_admins_have_the_catalogue_and_no_orders(client, member):
    member("Catalogue admins")
    product = make_product()
    assert answers(client, [*BOTH, *CATALOGUE]) == {200}
    assert client.get(f"/dashboard/catalogue/products/{product.pk}/").status_code == 200
    assert answers(client, [*ORDERS, *NEITHER]) == {403}


@pytest.mark.parametrize("group", ["Order admins", "Catalogue admins"])
def test_neither_enters_the_cms_or_the_raw_tables(client, member, group):
    user = member(group)
    assert not user.has_perm("wagtailadmin.access_admin")
    assert client.get("/cms/", follow=True).status_code == 403
    assert client.get("/cms/images/", follow=True).status_code == 403
    assert client.get("/django-admin/order/order/", follow=True).status_code == 403


@pytest.mark.parametrize("group", ["Order admins", "Catalogue admins"])
def test_the_menu_offers_only_what_opens(client, member, group):
    member(group)
    page = client.get("/dashboard/").content.decode()
    menu = page[page.index("navbar-primary") :]
    assert ("/dashboard/orders/" in menu) == (group == "Order admins")
    assert ('"/dashboard/catalogue/"' in menu) == (group == "Catalogue admins")
    assert "/dashboard/offers/" not in menu
    assert "/dashboard/pages/" not in page


def test_a_shopper_has_no_dashboard(client):
    client.force_login(make_user())
    assert answers(client, [*BOTH, *ORDERS, *CATALOGUE, *NEITHER]) == {403}


def test_a_second_migration_changes_nothing_and_takes_nothing_away(django_db_blocker):
    def rights():
        return {
            group.name: set(group.permissions.values_list("pk", flat=True))
            for group in Group.objects.filter(name__endswith=" admins")
        }

    Group.objects.get(name="Order admins").permissions.add(
        *Group.objects.get(name="Catalogue admins").permissions.all()[:1]
    )
    before = rights()
    call_command("migrate", "accounts", verbosity=0)
    assert rights() == before

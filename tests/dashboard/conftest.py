"""Who works in the dashboard."""

import pytest
from django.contrib.auth.models import Group

from tests.factories import countries, make_user


@pytest.fixture(autouse=True)
def _countries(db):
    countries()


@pytest.fixture
def admin():
    user = make_user("admin@example.com", is_staff=True)
    user.is_superuser = True
    user.save()
    return user


@pytest.fixture
def order_admin():
    user = make_user("orders@example.com", is_staff=True)
    user.groups.add(Group.objects.get(name="Order admins"))
    return user


@pytest.fixture
def catalogue_admin():
    user = make_user("catalogue@example.com", is_staff=True)
    user.groups.add(Group.objects.get(name="Catalogue admins"))
    return user

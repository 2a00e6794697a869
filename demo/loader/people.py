"""The demo accounts, one for every kind of work in the shop."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

PASSWORD = "demo-shop-2026"


@dataclass(frozen=True)
class Person:
    """A demo account. ``staff`` opens the order dashboard's index; groups do the rest."""

    email: str
    first_name: str
    last_name: str
    does: str
    group: str = ""
    staff: bool = False
    superuser: bool = False


PEOPLE = (
    Person("shopper@example.com", "Rowan", "Ellis", "shops"),
    Person(
        "merchandiser@example.com",
        "Imogen",
        "Hart",
        "edits the pages",
        group="Merchandisers",
    ),
    Person("publisher@example.com", "Tomas", "Reid", "approves pages", group="Publishers"),
    Person(
        "orders@example.com",
        "Amara",
        "Okafor",
        "looks after the orders",
        group="Order admins",
        staff=True,
    ),
    Person(
        "catalogue@example.com",
        "Callum",
        "Byrne",
        "looks after products, prices and stock",
        group="Catalogue admins",
        staff=True,
    ),
    Person(
        "admin@example.com",
        "Hanna",
        "Lind",
        "does everything",
        staff=True,
        superuser=True,
    ),
)


def load(*, reset: bool = False) -> int:
    """Create the demo accounts with confirmed addresses, in their groups; returns how many.

    An account that exists keeps its password and name, unless ``reset``. Hashing
    one password takes a third of a second by design, so all share the hash.
    """
    User = get_user_model()
    there = {user.email: user for user in User.objects.filter(email__in=[p.email for p in PEOPLE])}
    password = ""
    for person in PEOPLE:
        user = there.get(person.email)
        if user is None or reset:
            password = password or make_password(PASSWORD)
            user = user or User(email=person.email)
            user.first_name, user.last_name = person.first_name, person.last_name
            user.is_active, user.is_staff = True, person.staff
            user.is_superuser = person.superuser
            user.password = password
            user.save()
        if person.group:
            group, _created = Group.objects.get_or_create(name=person.group)
            user.groups.add(group)
        EmailAddress.objects.update_or_create(
            user=user, email=person.email, defaults={"verified": True, "primary": True}
        )
    return len(PEOPLE)

"""What is for sale in a stress run, and who has an account."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)

from tests.factories import countries, make_category, make_product, make_variants

PLENTY = 5000


@dataclass(frozen=True)
class Thing:
    """Something to buy: its page, and what its buy box posts."""

    url: str
    add_url: str
    fields: dict[str, str]


@dataclass(frozen=True)
class World:
    """The shop's shelves. `sessions` are cookies of people with an account."""

    category_url: str
    scarce: Thing
    plenty: tuple[Thing, ...]
    sessions: tuple[str, ...]
    users: tuple[str, ...]


def build_world(*, scarce_units: int, people: int) -> World:
    """Fill the shelves: one scarce product, many others; and give some people an account."""
    countries()
    category = make_category("Tableware")
    scarce = make_product("The Last Mugs", stock=scarce_units, price="24.00", category=category)
    plenty = [
        _thing(make_product(f"Plate {number}", stock=PLENTY, price=price, category=category))
        for number, price in enumerate(("3.33", "7.50", "12.95", "18.00", "19.99", "64.00"))
    ]
    for name in ("Bowl", "Jug"):
        parent = make_variants(
            name, colours={"Oat": PLENTY, "Ink": PLENTY}, price="14.49", category=category
        )
        plenty += [_thing(child) for child in parent.children.all()]
    emails = [f"holder-{number}@example.com" for number in range(people)]
    return World(
        category_url=category.get_absolute_url(),
        scarce=_thing(scarce),
        plenty=tuple(plenty),
        sessions=tuple(_session(email) for email in emails),
        users=tuple(emails),
    )


def _thing(product: Any) -> Thing:
    page = product.parent if product.is_child else product
    return Thing(
        url=page.get_absolute_url(),
        add_url=f"/basket/add/{page.pk}/",
        fields={"child_id": str(product.pk)} if product.is_child else {},
    )


def _session(email: str) -> str:
    """Somebody who is logged in already: logging in is not what is measured here."""
    user = get_user_model().objects.create_user(email=email, password=None)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)

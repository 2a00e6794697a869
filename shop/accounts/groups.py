"""The groups of staff, as Oscar's dashboard and Django's permissions understand them.

Oscar opens the dashboard's first page to `is_staff` and each section by permissions
(`permissions_map` of its apps). Neither group holds a permission of the CMS.
"""

from collections.abc import Iterable, Mapping

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction

ORDER_ADMINS = "Order admins"
CATALOGUE_ADMINS = "Catalogue admins"

VIEW = ("view",)
CHANGE = ("view", "change")
ALL = ("view", "add", "change", "delete")

# app label -> model -> what may be done with it
Rights = Mapping[str, Mapping[str, tuple[str, ...]]]

GROUPS: Mapping[str, Rights] = {
    # Orders, whom they went to and what is on the way; what a product costs is not theirs.
    ORDER_ADMINS: {
        "order": {
            "order": CHANGE,
            "line": CHANGE,
            "ordernote": ALL,
            "shippingevent": ("view", "add"),
            "paymentevent": VIEW,
            "shippingaddress": CHANGE,
            "orderstatuschange": VIEW,
        },
        "accounts": {"user": VIEW},
        # To answer what delivery costs and when it comes.
        "shipping": {"deliverymethod": VIEW},
        "partner": {"taxrate": VIEW},
    },
    # What is sold, for how much, how much of it there is, and what bringing it costs.
    CATALOGUE_ADMINS: {
        "catalogue": {
            "product": ALL,
            "productclass": ALL,
            "category": ALL,
            "productimage": ALL,
            "productattribute": ALL,
            "attributeoption": ALL,
            "attributeoptiongroup": ALL,
            "option": ALL,
        },
        "partner": {
            "partner": VIEW,
            "stockrecord": ALL,
            "stockalert": VIEW,
            "taxrate": ALL,
        },
        "shipping": {"deliverymethod": ALL},
        "offer": {"range": ALL},
        "reviews": {"productreview": CHANGE, "question": CHANGE},
    },
}


def make_staff_groups(*, using: str = "default") -> None:
    """Make the groups and give them their permissions; what an admin made of one stays.

    Idempotent. A permission that comes later is given by the migration that brings it. Permissions
    are made first: inside a first migration they do not exist yet.
    """
    for app_label in {label for rights in GROUPS.values() for label in rights}:
        create_permissions(apps.get_app_config(app_label), verbosity=0, using=using)
    with transaction.atomic(using=using):
        for name, rights in GROUPS.items():
            group, _created = Group.objects.using(using).get_or_create(name=name)
            if not group.permissions.exists():
                group.permissions.add(*_permissions(rights, using))


def _permissions(rights: Rights, using: str) -> Iterable[Permission]:
    for app_label, models in rights.items():
        codenames = [f"{action}_{model}" for model, actions in models.items() for action in actions]
        yield from Permission.objects.using(using).filter(
            content_type__app_label=app_label, codename__in=codenames
        )

"""What a shop starts with: a usual and a fast way home. Both are edited in the dashboard."""

from decimal import Decimal
from typing import Any

from babel import Locale
from django.conf import settings
from django.db import migrations

STANDARD = {
    "code": "standard",
    "name": "Standard delivery",
    "charge": Decimal("3.95"),
    "free_from": Decimal("60.00"),
    "min_days": 2,
    "max_days": 3,
    "display_order": 10,
}
EXPRESS = {
    "code": "express",
    "name": "Express delivery",
    "charge": Decimal("7.50"),
    "min_days": 1,
    "max_days": 1,
    "display_order": 20,
}


def seed(apps: Any, schema_editor: Any) -> None:
    """Make the methods, and the home country where there is none yet."""
    code = settings.SHOP_HOME_COUNTRY
    name = Locale("en").territories.get(code, code)
    home, _ = apps.get_model("address", "Country").objects.get_or_create(
        iso_3166_1_a2=code,
        defaults={
            "printable_name": name,
            "name": name,
            "is_shipping_country": True,
            "display_order": 1,
        },
    )
    for fields in (STANDARD, EXPRESS):
        method = apps.get_model("shipping", "DeliveryMethod").objects.create(**fields)
        method.countries.add(home)


class Migration(migrations.Migration):
    dependencies = [("shipping", "0002_delivery_methods")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]

"""The home country's VAT rates.

https://www.gov.uk/guidance/rates-of-vat-on-different-goods-and-services (20%, 5%, 0%).
"""

from typing import Any

from django.db import migrations

RATES = {"standard": 20, "reduced": 5, "zero": 0}


def seed(apps: Any, schema_editor: Any) -> None:
    """Write the rates; those that exist stay."""
    for tax_class, rate in RATES.items():
        apps.get_model("partner", "TaxRate").objects.get_or_create(
            country="GB", tax_class=tax_class, defaults={"rate": rate}
        )


class Migration(migrations.Migration):
    dependencies = [("partner", "0002_taxrate")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]

from typing import Any

from django.db import migrations, models


def offer_choices(apps: Any, schema_editor: Any) -> None:
    """What shoppers choose by becomes a filter; texts stay what they were."""
    apps.get_model("catalogue", "ProductAttribute").objects.filter(
        type__in=("option", "multi_option")
    ).update(is_filter=True)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_product_tax_class")]

    operations = [
        migrations.AddField(
            model_name="productattribute",
            name="is_filter",
            field=models.BooleanField(
                default=False,
                help_text="Shoppers can narrow listings by it. For options, yes or no, and texts of few words.",
                verbose_name="Offer as a filter",
            ),
        ),
        migrations.RunPython(offer_choices, migrations.RunPython.noop, elidable=True),
    ]

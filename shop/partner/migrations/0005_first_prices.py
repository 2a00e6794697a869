from django.db import migrations

# What every stock record asks now begins its history; one statement however many there are.
FIRST = """
INSERT INTO partner_pricechange (stockrecord_id, price, changed_at)
SELECT id, price, date_updated FROM partner_stockrecord
WHERE NOT EXISTS (
    SELECT 1 FROM partner_pricechange WHERE stockrecord_id = partner_stockrecord.id
)
"""


class Migration(migrations.Migration):
    dependencies = [("partner", "0004_price_history")]

    operations = [migrations.RunSQL(FIRST, migrations.RunSQL.noop, elidable=True)]

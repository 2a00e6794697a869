"""Our shelves and our way to the last button."""

import re
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.test import Client

from benchmarks.orders.shops import BOUGHT, LINES, PLENTY, PRICE


class OurShop:
    """The shop of this repository."""

    basket_url = "/basket/"

    def fill(self, *, products: int) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        from oscar.core.loading import get_model

        from tests.factories import countries, make_category, make_product
        from tests.factories.pictures import add_picture

        countries()
        category = make_category("Tableware")
        bought = [
            make_product(f"Mug {number}", price=str(PRICE), stock=PLENTY, category=category)
            for number in range(BOUGHT)
        ]
        for product in bought:
            add_picture(product)
        kind, partner = bought[0].product_class, bought[0].stockrecords.get().partner
        model, records = get_model("catalogue", "Product"), get_model("partner", "StockRecord")
        rest = model.objects.bulk_create(
            model(title=f"Mug {number}", slug=f"filler-mug-{number}", product_class=kind)
            for number in range(BOUGHT, products)
        )
        get_model("catalogue", "ProductCategory").objects.bulk_create(
            get_model("catalogue", "ProductCategory")(product=product, category=category)
            for product in rest
        )
        records.objects.bulk_create(
            records(
                product=product,
                partner=partner,
                partner_sku=f"SKU-{product.pk}",
                price_currency="GBP",
                price=PRICE,
                num_in_stock=PLENTY,
            )
            for product in rest
        )
        self._products = [product.pk for product in bought]

    def set_offers(self, *, count: int) -> None:
        from oscar.core.loading import get_model

        from tests.factories import make_offer

        for offer in get_model("offer", "ConditionalOffer").objects.all():
            offer.delete()
        for number in range(count):
            make_offer(percent="1", priority=number)

    def basket_of(self, *, number: int) -> Client:
        client = Client(headers={"sec-fetch-site": "same-origin"})
        for place in range(LINES):
            product = self._products[(number * LINES + place) % len(self._products)]
            client.post(f"/basket/add/{product}/", {"quantity": "1"})
        return client

    def last_button(self, client: Client, *, paid: bool) -> Callable[[], Any]:
        from tests.factories.shopping import CARD, GUEST

        page = client.get("/checkout/").text
        seen = re.search(r'name="total_seen"\s+value="([^"]+)"', page)
        if seen is None:
            raise AssertionError("the checkout shows no total")
        form = {**GUEST, "total_seen": seen[1], **(CARD if paid else {})}
        return lambda: client.post("/checkout/", form)

    def orders(self) -> int:
        from django.db.models import Count
        from oscar.core.loading import get_model

        orders = get_model("order", "Order").objects.annotate(count=Count("lines"))
        return int(orders.filter(count=LINES).count())

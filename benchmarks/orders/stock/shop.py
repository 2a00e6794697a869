"""Stock Oscar's shelves and its way to the last button."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client

from benchmarks.orders.shops import BOUGHT, LINES, PLENTY, PRICE

ADDRESS = {
    "first_name": "Rowan",
    "last_name": "Hale",
    "line1": "14 Mill Lane",
    "line4": "Ambleside",
    "postcode": "LA22 9AB",
    "country": "GB",
}


class StockShop:
    """django-oscar with its own classes and templates."""

    basket_url = "/basket/"

    def fill(self, *, products: int) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        from oscar.core.loading import get_model

        get_model("address", "Country").objects.create(
            iso_3166_1_a2="GB",
            iso_3166_1_a3="GBR",
            name="United Kingdom",
            printable_name="United Kingdom",
            is_shipping_country=True,
        )
        model = get_model("catalogue", "Product")
        kind = get_model("catalogue", "ProductClass").objects.create(name="Stoneware")
        category = get_model("catalogue", "Category").add_root(name="Tableware")
        partner = get_model("partner", "Partner").objects.create(name="Oscar")
        made = model.objects.bulk_create(
            model(title=f"Mug {number}", slug=f"mug-{number}", product_class=kind)
            for number in range(products)
        )
        get_model("catalogue", "ProductCategory").objects.bulk_create(
            get_model("catalogue", "ProductCategory")(product=product, category=category)
            for product in made
        )
        records = get_model("partner", "StockRecord")
        records.objects.bulk_create(
            records(
                product=product,
                partner=partner,
                partner_sku=f"SKU-{product.pk}",
                price=PRICE,
                num_in_stock=PLENTY,
            )
            for product in made
        )
        for product in made[:BOUGHT]:
            image = get_model("catalogue", "ProductImage")(product=product)
            image.original.save("mug.png", ContentFile(b""), save=False)
            image.save()
        self._products = [product.pk for product in made[:BOUGHT]]

    def set_offers(self, *, count: int) -> None:
        from oscar.core.loading import get_model

        offers = get_model("offer", "ConditionalOffer").objects
        offers.all().delete()
        for number in range(count):
            goods = get_model("offer", "Range").objects.create(
                name=f"Range of {count}, {number}", includes_all_products=True
            )
            offers.create(
                name=f"Offer {number}",
                condition=get_model("offer", "Condition").objects.create(
                    range=goods, type="Count", value=1
                ),
                benefit=get_model("offer", "Benefit").objects.create(
                    range=goods, type="Percentage", value=1
                ),
                priority=number,
            )

    def basket_of(self, *, number: int) -> Client:
        client = Client()
        for place in range(LINES):
            product = self._products[(number * LINES + place) % len(self._products)]
            client.post(f"/basket/add/{product}/", {"quantity": 1})
        return client

    def last_button(self, client: Client, *, paid: bool) -> Callable[[], Any]:
        client.post("/checkout/", {"username": "rowan@example.com", "options": "anonymous"})
        client.post("/checkout/shipping-address/", ADDRESS)
        client.get("/checkout/shipping-method/")
        client.get("/checkout/payment-method/")
        client.get("/checkout/preview/")
        return lambda: client.post("/checkout/preview/", {"action": "place_order"})

    def orders(self) -> int:
        from django.db.models import Count
        from oscar.core.loading import get_model

        orders = get_model("order", "Order").objects.annotate(count=Count("lines"))
        return int(orders.filter(count=LINES).count())

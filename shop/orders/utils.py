"""Oscar's order creation, with numbers that tell nothing."""

from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from oscar.apps.order.utils import *  # noqa: F403
from oscar.apps.order.utils import OrderCreator as OscarOrderCreator
from oscar.apps.order.utils import OrderNumberGenerator as OscarOrderNumberGenerator

from shop.offers.services import record_offers
from shop.orders.numbers import random_order_number
from shop.partner.tax import in_percent


class OrderNumberGenerator(OscarOrderNumberGenerator):
    """Oscar counts (100000 + basket id), which lets anybody count our orders."""

    def order_number(self, basket: Any) -> str:
        """A random number; the unique column is what makes it the only one."""
        return random_order_number()


class OrderCreator(OscarOrderCreator):
    """Oscar's, with limits of offers that hold, and without asking twice for products."""

    def place_order(self, basket: Any, *args: Any, **kwargs: Any) -> Any:
        """Write the order; its offers are counted last, so their locks are held shortest.

        Raises UsedUp when an offer or voucher was used up meanwhile, InsufficientStock when too
        little is left; nothing is written then.
        """
        with transaction.atomic():
            order = super().place_order(basket, *args, **kwargs)
            record_offers(order=order)
        return order

    def record_discount(self, discount: dict[str, Any]) -> None:
        """Add to what a voucher has given. Offers follow at the end, see `place_order`."""
        if voucher := discount["voucher"]:
            voucher.record_discount(discount)

    def record_voucher_usage(self, order: Any, voucher: Any, user: Any) -> None:
        """Use up a voucher that gave something; one that gave nothing can be used another time."""
        if order.discounts.filter(voucher_id=voucher.pk).exists():
            super().record_voucher_usage(order, voucher, user)

    def create_line_models(
        self, order: Any, basket_line: Any, extra_line_fields: dict[str, Any] | None = None
    ) -> Any:
        """Write the line with the tax class and rate it has now, not those of when it was added."""
        price = basket_line.purchase_info.price
        basket_line.tax_code = price.tax_code
        fields = {**(extra_line_fields or {}), "tax_rate": in_percent(getattr(price, "rate", None))}
        return super().create_line_models(order, basket_line, fields)

    def create_line_discount_models(self, order: Any, order_line: Any, basket_line: Any) -> None:
        """Write what each offer took off the line: a query a line, and one for the order."""
        prefetch_related_objects([order], "discounts")
        of_offer = {row.offer_id: row for row in reversed(order.discounts.all())}
        model = order_line.discounts.model
        model.objects.bulk_create(
            model(
                line=order_line,
                order_discount=of_offer[given.offer.pk],
                is_incl_tax=given.incl_tax,
                amount=given.amount,
            )
            for given in basket_line.discounts
            if given.offer and given.offer.pk in of_offer
        )

    def create_line_price_models(self, order: Any, order_line: Any, basket_line: Any) -> None:
        """Write what the units came to, in one query; they sum up to the line."""
        model = order_line.prices.model
        model.objects.bulk_create(
            model(
                order=order,
                line=order_line,
                quantity=units,
                price_incl_tax=incl_tax,
                price_excl_tax=excl_tax,
                tax_code=basket_line.tax_code,
            )
            for incl_tax, excl_tax, units in basket_line.get_price_breakdown()
        )

    def update_stock_records(self, line: Any) -> None:
        """Allocate the line's stock; raises InsufficientStock (see StockRecord.allocate)."""
        line.stockrecord.product = line.product
        super().update_stock_records(line)

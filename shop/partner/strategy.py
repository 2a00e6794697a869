"""Which stock record, which price, how much of it: the shop's pricing and availability strategy."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.functional import cached_property
from oscar.apps.partner import strategy as oscar_strategy
from oscar.core.loading import get_class

from shop.core.currency import round_money
from shop.partner.tax import TaxClass, rate_for

StockRequired = get_class("partner.availability", "StockRequired")
Available = get_class("partner.availability", "Available")
Unavailable = get_class("partner.availability", "Unavailable")
UnavailablePrice = get_class("partner.prices", "Unavailable")
VatInclusivePrice = get_class("partner.prices", "VatInclusivePrice")


class Selector:
    """Chooses the strategy; everybody gets the same one today."""

    def strategy(self, request: Any = None, user: Any = None, **kwargs: Any) -> "Default":
        """The strategy for this request. Reads neither user nor session, so pages stay public."""
        return Default(request)


class Default(
    oscar_strategy.UseFirstStockRecord,
    oscar_strategy.Structured,
):
    """First stock record, prices that include VAT, sold while stock lasts.

    What a shopper pays is the same whatever the country; the VAT inside is that of `country`
    (ISO 3166-1 alpha-2), which is home until it is known where the parcel goes. Amounts are in the
    stock record's currency. Queries only for what was not prefetched.
    """

    def __init__(self, request: Any = None, *, country: str = "") -> None:
        # Oscar's __init__ evaluates request.user and so makes every page vary by cookie.
        self.request = request
        self.country = country or settings.SHOP_HOME_COUNTRY
        self._rates: dict[str, Decimal] = {}

    def for_country(self, country: str) -> "Default":
        """The same strategy with the VAT of a delivery to `country`; of one to home without it."""
        return type(self)(self.request, country=country)

    @cached_property
    def user(self) -> Any:
        """The signed-in user or None, asked for only when a rule needs it."""
        if self.request and self.request.user.is_authenticated:
            return self.request.user
        return None

    def fetch_for_line(self, line: Any, stockrecord: Any = None) -> Any:
        """Price and stock of a basket line, from the stock record that the line keeps. No query."""
        return self.fetch_for_product(line.product, stockrecord or line.stockrecord)

    def tax_class(self, product: Any) -> str:
        """The product's tax class; children have their parent's. May query for the parent."""
        owner = product.parent if product.is_child else product
        return owner.tax_class or TaxClass.STANDARD.value

    def get_rate(self, product: Any) -> Decimal:
        """The VAT rate that a price contains. No query while the rates' cache is warm."""
        tax_class = self.tax_class(product)
        if tax_class not in self._rates:
            self._rates[tax_class] = rate_for(country=self.country, tax_class=tax_class)
        return self._rates[tax_class]

    def pricing_policy(self, product: Any, stockrecord: Any) -> Any:
        """The price of one unit, VAT included."""
        if not stockrecord or stockrecord.price is None:
            return UnavailablePrice()
        return self._price(product, stockrecord)

    def parent_pricing_policy(self, product: Any, children_stock: list) -> Any:
        """The lowest price among the children, the available ones first."""
        records = [
            (child, record)
            for child, record in children_stock
            if record and record.price is not None
        ]
        if not records:
            return UnavailablePrice()
        in_stock = [
            (child, record)
            for child, record in records
            if self.availability_policy(child, record).is_available_to_buy
        ]
        child, cheapest = min(in_stock or records, key=lambda pair: pair[1].price)
        price = self._price(child, cheapest)
        price.varies = len({record.price for _, record in records}) > 1
        return price

    def availability_policy(self, product: Any, stockrecord: Any) -> Any:
        """Whether and how many can be bought; not what is not public, nor a child of such."""
        is_sold = product.is_public and (not product.is_child or product.parent.is_public)
        if not stockrecord or not is_sold:
            return Unavailable()
        if not product.get_product_class().track_stock:
            return Available()
        return StockRequired(stockrecord.net_stock_level, expected_on=stockrecord.expected_on)

    def parent_availability_policy(self, product: Any, children_stock: list) -> Any:
        """A parent can be bought while one of its children can."""
        levels = []
        for child, stockrecord in children_stock:
            policy = self.availability_policy(child, stockrecord)
            if isinstance(policy, Available):
                return policy
            levels.append(getattr(policy, "num_available", 0))
        return StockRequired(max(levels)) if levels else Unavailable()

    def _price(self, product: Any, stockrecord: Any) -> Any:
        currency = stockrecord.price_currency
        price = VatInclusivePrice(
            currency=currency,
            incl_tax=round_money(Decimal(stockrecord.price), currency),
            rate=self.get_rate(product),
            tax_code=self.tax_class(product),
        )
        price.reduced_at = stockrecord.price_reduced_at
        price.reduced_from = stockrecord.reduced_from
        return price

"""The lines of a basket as plain data for pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from shop.catalogue.models import ProductImage
from shop.core.oscar import ProductAttributeValue
from shop.core.templatetags.money import money
from shop.media.selectors import Picture, picture
from shop.partner.prices import shown_amount

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class BasketLine:
    """One line; prices are in `currency`, with VAT inside where the shop shows them so.

    `warning` says why the line cannot be bought as it stands, and is empty while it can;
    `lower_to` is then the quantity that can, 0 where none can. `price_note` says that the price is
    another one than when it was put in, `refusal` why what was just asked of the line was not
    done. `url` is empty for what is not shown in the shop any more.
    """

    id: int
    title: str
    variant: str
    options: tuple[tuple[str, str], ...]
    url: str
    sku: str
    picture: Picture | None
    quantity: int
    max_quantity: int | None
    unit_price: Decimal
    line_price: Decimal
    currency: str
    warning: str
    lower_to: int
    price_note: str
    refusal: str = ""

    @property
    def name(self) -> str:
        """The title with the variant, for what is heard and not seen."""
        return f"{self.title}, {self.variant}" if self.variant else self.title


# What the functions below read of a product; prefetch it for more than one.
DISPLAYED = (
    "images__original__renditions",
    "parent__images__original__renditions",
    "attribute_values__attribute",
    "attribute_values__value_option",
)


def fetch_displayed(products: Iterable[Any]) -> None:
    """Load what the functions below read of these products: three queries at most.

    Their parents come with them; a parent is loaded already (`select_related`).
    """
    products = list(products)
    children = [product for product in products if product.is_child]
    parents = [child.parent for child in children]
    images = ProductImage.objects.select_related("original").order_by("display_order", "pk")
    prefetch_related_objects(
        [*products, *parents], Prefetch("images", images), "images__original__renditions"
    )
    values = ProductAttributeValue.objects.select_related("attribute", "value_option")
    prefetch_related_objects(children, Prefetch("attribute_values", values))


def variant_label(product: Any) -> str:
    """What tells a child from its siblings: “Oat”, or “Oak, large”. No query when prefetched."""
    if not product.is_child:
        return ""
    values = [
        value.value_option.option
        for value in product.attribute_values.all()
        if value.attribute.type == value.attribute.OPTION and value.value_option
    ]
    return ", ".join(values) or product.title


def product_picture(product: Any) -> Picture | None:
    """The product's first picture, a child's own before its parent's. No query when prefetched."""
    for owner in (product, product.parent if product.is_child else None):
        for image in owner.images.all() if owner else ():
            return picture(image.original)
    return None


def product_title(product: Any) -> str:
    """The title without the variant."""
    return product.parent.title if product.is_child else product.get_title()


def basket_lines(basket: Any) -> list[BasketLine]:
    """The basket's lines for display: three queries at most beside the lines' own, however many."""
    lines = list(basket.all_lines())
    fetch_displayed(line.product for line in lines)
    return [line_for_display(line) for line in lines]


def line_for_display(line: Any, *, refusal: str = "") -> BasketLine:
    """One line; queries unless its product went through `fetch_displayed`."""
    info, product = line.purchase_info, line.product
    permitted, reason = info.availability.is_purchase_permitted(line.quantity)
    left = getattr(info.availability, "num_available", None)
    return BasketLine(
        id=line.pk,
        title=product_title(product),
        variant=variant_label(product),
        options=tuple((str(each.option), _said(each.value)) for each in line.attributes.all()),
        url=product.get_absolute_url() if is_shown(product) else "",
        sku=line.stockrecord.partner_sku,
        picture=product_picture(product),
        quantity=line.quantity,
        max_quantity=left,
        unit_price=shown_amount(
            incl_tax=line.unit_price_incl_tax or NOTHING,
            excl_tax=line.unit_price_excl_tax or NOTHING,
        ),
        line_price=shown_amount(
            incl_tax=line.line_price_incl_tax or NOTHING,
            excl_tax=line.line_price_excl_tax or NOTHING,
        ),
        currency=line.price_currency,
        warning="" if permitted else str(reason),
        lower_to=0 if permitted else max(left or 0, 0),
        price_note=_price_note(line),
        refusal=refusal,
    )


def is_shown(product: Any) -> bool:
    """Whether the product has a page in the shop. No query; a child's parent is loaded already."""
    return bool(product.is_public and (not product.is_child or product.parent.is_public))


def _price_note(line: Any) -> str:
    """That the price of a unit has changed since it was put in; empty while it has not."""
    before, now = line.price_incl_tax, line.unit_price_incl_tax
    if before is None or now is None or before == now:
        return ""
    prices = {
        "before": money(
            shown_amount(incl_tax=before, excl_tax=line.price_excl_tax or before),
            line.price_currency,
        ),
        "now": money(
            shown_amount(incl_tax=now, excl_tax=line.unit_price_excl_tax), line.price_currency
        ),
    }
    if now > before:
        text = _("The price went up from %(before)s to %(now)s since you put it in.")
    else:
        text = _("The price went down from %(before)s to %(now)s since you put it in.")
    return text % prices


def _said(value: Any) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)

"""Things for tests to stand on; built on Oscar's factories, with our fields and our words."""

from tests.factories.catalogue import (
    make_category,
    make_combinations,
    make_product,
    make_variants,
)
from tests.factories.offers import make_offer, make_range, make_voucher
from tests.factories.opinions import make_question, make_review
from tests.factories.people import PASSWORD, make_user
from tests.factories.shopping import (
    GUEST,
    SAME_ORIGIN,
    add_to_basket,
    countries,
    make_method,
    pay,
    place_order,
    total_seen,
)

__all__ = [
    "GUEST",
    "PASSWORD",
    "SAME_ORIGIN",
    "add_to_basket",
    "countries",
    "make_category",
    "make_combinations",
    "make_method",
    "make_offer",
    "make_product",
    "make_question",
    "make_range",
    "make_review",
    "make_user",
    "make_variants",
    "make_voucher",
    "pay",
    "place_order",
    "total_seen",
]

"""The typed door to Oscar's models that we use as they are.

`from shop.core.oscar import Country` gives the registered model, whichever app it comes from. A
star import of Oscar's models would hide them from the type checker. Import it where models may be
imported: after the app registry has loaded them.
"""

from typing import Any

from django.apps import apps

MODELS = {
    "AttributeOptionGroup": "catalogue.AttributeOptionGroup",
    "BillingAddress": "order.BillingAddress",
    "ConditionalOffer": "offer.ConditionalOffer",
    "Country": "address.Country",
    "Line": "basket.Line",
    "OrderLine": "order.Line",
    "Partner": "partner.Partner",
    "PaymentEventType": "order.PaymentEventType",
    "ProductAlert": "customer.ProductAlert",
    "ProductAttribute": "catalogue.ProductAttribute",
    "ProductAttributeValue": "catalogue.ProductAttributeValue",
    "ProductCategory": "catalogue.ProductCategory",
    "ProductClass": "catalogue.ProductClass",
    "ProductRecommendation": "catalogue.ProductRecommendation",
    "ShippingAddress": "order.ShippingAddress",
    "ShippingEventType": "order.ShippingEventType",
    "Source": "payment.Source",
    "SourceType": "payment.SourceType",
    "UserAddress": "address.UserAddress",
    "Voucher": "voucher.Voucher",
    "WishList": "wishlists.WishList",
}


def __getattr__(name: str) -> Any:
    """The model of that name; AttributeError for one that is not in MODELS."""
    if name not in MODELS:
        raise AttributeError(name)
    return apps.get_model(MODELS[name])

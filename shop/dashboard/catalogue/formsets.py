"""Oscar's formsets of a product's page in the dashboard, and one for its films."""

from typing import Any

from django.forms.models import inlineformset_factory

from shop.catalogue.models import Product, ProductVideo
from shop.dashboard.catalogue.forms import ProductVideoForm

BaseProductVideoFormSet: Any = inlineformset_factory(
    Product, ProductVideo, form=ProductVideoForm, extra=1
)


class ProductVideoFormSet(BaseProductVideoFormSet):
    """The films of a product; takes the arguments that Oscar gives to all its formsets."""

    def __init__(self, product_class: Any, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

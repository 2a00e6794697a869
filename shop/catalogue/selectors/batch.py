"""Loading many products with everything that pages show of them: a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from oscar.core.loading import get_model

from shop.catalogue.models import Product, ProductImage
from shop.core import page_cache
from shop.core.page_cache import sources
from shop.media.models import Image

ProductAttribute = get_model("catalogue", "ProductAttribute")
ProductAttributeValue = get_model("catalogue", "ProductAttributeValue")

#: An attribute's code and one of its options, such as "colour" and "Oat".
Option = tuple[str, str]


class ProductBatch:
    """Products with their public children, stock, pictures and option values.

    Six queries whatever the number of products: children, stock records, product pictures,
    library pictures, their renditions, attribute values. `detailed` products get all their
    pictures and attribute values; of the others only what a card shows is loaded. `image_ids` are
    pictures of the library that come along. Without `pictures` it is two queries, for prices and
    stock alone. Cards show the variant that has one of the options of `showing`, if there is one.
    """

    PICTURES_ON_A_CARD = 2

    def __init__(
        self,
        products: Iterable[Product],
        *,
        detailed: Product | None = None,
        image_ids: Iterable[int] = (),
        pictures: bool = True,
        showing: Collection[Option] = (),
    ) -> None:
        self.products = list(products)
        self.detailed = detailed
        self._more_image_ids = set(image_ids)
        self._showing = frozenset(showing)
        self.children: dict[int, list[Product]] = defaultdict(list)
        self.values: dict[int, list[Any]] = defaultdict(list)
        self._image_ids: dict[int, list[int]] = defaultdict(list)
        self._images: dict[int, Image] = {}
        if self.products:
            self._load_children()
            self._load_stock()
        if self.products and pictures:
            self._load_values()
            self._load_pictures()
        page_cache.made_from(sources.FACETS, *(sources.product(p.pk) for p in self._everything()))

    def pictures(self, product: Product) -> list[Image]:
        """In order, with their renditions; a parent without any shows its children's."""
        return [self._images[pk] for pk in self._shown_image_ids(product) if pk in self._images]

    def own_pictures(self, product: Product) -> list[Image]:
        """The pictures of the product itself, not of its children or parent."""
        ids = self._image_ids.get(product.pk, ())
        return [self._images[pk] for pk in ids if pk in self._images]

    def image(self, pk: int | None) -> Image | None:
        """A picture of the library that was loaded."""
        return self._images.get(pk) if pk is not None else None

    def options(self, child: Product) -> list[Any]:
        """What makes a child differ from its siblings: its values of type option, by attribute."""
        return [
            value
            for value in self.values.get(child.pk, ())
            if value.attribute.type == ProductAttribute.OPTION and value.value_option_id
        ]

    def units_left(self, product: Product) -> int | None:
        """What is left of it and its variants, allocated units aside; None: it is not counted."""
        if not product.get_product_class().track_stock:
            return None
        sold = self.children.get(product.pk, []) if product.is_parent else [product]
        records = (record for each in sold for record in each.stockrecords.all())
        return sum(max(0, record.net_stock_level or 0) for record in records)

    def shown_child(self, product: Product) -> Product | None:
        """The first child that has one of the options that were asked for; none where none were."""
        if not self._showing:
            return None
        for child in self.children.get(product.pk, ()):
            for value in self.options(child):
                if (value.attribute.code, value.value_option.option) in self._showing:
                    return child
        return None

    def _load_children(self) -> None:
        parents = {product.pk: product for product in self.products if product.is_parent}
        for parent in parents.values():
            # Where Oscar's own code looks for them (Product.get_public_children).
            parent._prefetched_public_children = self.children[parent.pk]
        if not parents:
            return
        for child in Product.objects.public().filter(parent__in=parents).order_by("pk"):
            child.parent = parents[child.parent_id]
            self.children[child.parent_id].append(child)

    def _load_stock(self) -> None:
        StockRecord = get_model("partner", "StockRecord")
        prefetch_related_objects(
            self._everything(), Prefetch("stockrecords", StockRecord.objects.order_by("pk"))
        )

    def _load_pictures(self) -> None:
        rows = ProductImage.objects.filter(product__in=self._everything())
        for product_id, image_id in rows.order_by("display_order", "pk").values_list(
            "product_id", "original_id"
        ):
            self._image_ids[product_id].append(image_id)
        wanted = set(self._more_image_ids)
        for product in self.products:
            wanted.update(self._shown_image_ids(product))
            if product is self.detailed:
                for child in self.children.get(product.pk, ()):
                    wanted.update(self._image_ids.get(child.pk, ()))
        images = Image.objects.filter(pk__in=wanted).prefetch_related("renditions")
        self._images = {image.pk: image for image in images}

    def _load_values(self) -> None:
        of_options = {child.pk for children in self.children.values() for child in children}
        if self.detailed is not None:
            of_options.add(self.detailed.pk)
        if not of_options:
            return
        values = ProductAttributeValue.objects.filter(product__in=of_options).select_related(
            "attribute", "value_option"
        )
        for value in values.order_by("attribute__pk"):
            self.values[value.product_id].append(value)

    def _shown_image_ids(self, product: Product) -> Sequence[int]:
        shown = self.shown_child(product)
        ids = list(self._image_ids.get(shown.pk, ())) if shown else []
        ids += self._image_ids.get(product.pk, ())
        if not ids:
            for child in self.children.get(product.pk, ()):
                ids += self._image_ids.get(child.pk, ())
        ids = list(dict.fromkeys(ids))
        return ids if product is self.detailed else ids[: self.PICTURES_ON_A_CARD]

    def _everything(self) -> list[Any]:
        return [
            *self.products,
            *(child for children in self.children.values() for child in children),
        ]

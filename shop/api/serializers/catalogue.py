"""Products and categories."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from shop.api.parsing import Asked
from shop.core.addresses import absolute_url
from shop.search.listings.plain import LARGEST_PAGE
from shop.search.listings.selectors import PER_PAGE, SORTS

#: An amount as one writes it in an address or a body.
AMOUNT = r"^[0-9]{1,9}(\.[0-9]{1,2})?$"


class Money(serializers.DecimalField):
    """An amount as text, so that no program makes a binary fraction of it: "18.00"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=None, decimal_places=None, **kwargs)


class Address(serializers.CharField):
    """An address of the shop, with its host."""

    def to_representation(self, value: Any) -> str:
        return absolute_url(value)


class PriceSerializer(serializers.Serializer):
    """The price of one unit, which is what is charged; `was` while it is shown as reduced."""

    incl_vat = Money(source="incl_tax")
    excl_vat = Money(source="excl_tax")
    currency = serializers.CharField()
    varies = serializers.BooleanField(help_text="Its variants differ; this is the lowest price.")
    was_incl_vat = Money(
        source="was_incl_tax",
        allow_null=True,
        help_text="The lowest price of the 30 days before it was reduced.",
    )


class PictureSerializer(serializers.Serializer):
    """A picture that any program can show, and its AVIF copies as an HTML `srcset`."""

    url = Address(source="src")
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()
    colour = serializers.CharField(help_text="What stands in until the picture has arrived.")
    avif_srcset = serializers.SerializerMethodField()

    def get_avif_srcset(self, picture: Any) -> str:
        avif = (source.srcset for source in picture.sources if source.type == "image/avif")
        parts = [part.strip() for srcset in avif for part in srcset.split(",")]
        pairs = [part.split(" ", 1) for part in parts]
        return ", ".join(f"{absolute_url(url)} {width}" for url, width in pairs)


class SwatchSerializer(serializers.Serializer):
    """A colour that a product comes in."""

    name = serializers.CharField()
    colour = serializers.CharField()


class ProductSerializer(serializers.Serializer):
    """A product in a list."""

    id = serializers.IntegerField()
    slug = serializers.CharField(help_text="Names it in `products/<slug>/`.")
    title = serializers.CharField()
    url = Address(help_text="Its page in the shop.")
    price = PriceSerializer(allow_null=True)
    available = serializers.BooleanField()
    note = serializers.CharField(source="flag", help_text="A word about its stock, or nothing.")
    rating = serializers.FloatField(allow_null=True, help_text="Of five stars.")
    picture = PictureSerializer(allow_null=True)
    colours = SwatchSerializer(source="swatches", many=True)


class ProductsSerializer(serializers.Serializer):
    """A page of products."""

    count = serializers.IntegerField(help_text="Products on all pages.")
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    next = serializers.CharField(allow_null=True, help_text="The address of the next page.")
    previous = serializers.CharField(allow_null=True)
    instead = serializers.CharField(
        help_text="What was searched in the place of words that seem misspelt, or nothing."
    )
    results = ProductSerializer(many=True, source="cards")


class ProductsQuery(Asked):
    """What a list of products may be asked for."""

    q = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Words to search for."
    )
    category = serializers.RegexField(
        r"^[-a-zA-Z0-9_/]+$",
        required=False,
        max_length=1000,
        help_text="A category's `path`; what stands in those below it belongs to it.",
    )
    sort = serializers.ChoiceField(
        list(SORTS), required=False, help_text="`relevance` is for searches alone."
    )
    page = serializers.IntegerField(required=False, min_value=1, max_value=10**9, default=1)
    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_PAGE, default=PER_PAGE
    )
    price_from = serializers.RegexField(AMOUNT, required=False, help_text="VAT included.")
    price_to = serializers.RegexField(AMOUNT, required=False)
    rating = serializers.ChoiceField([2, 3, 4], required=False, help_text="So many stars or more.")
    available = serializers.BooleanField(required=False, help_text="Only what is in stock.")
    offer = serializers.BooleanField(required=False, help_text="Only what is on offer.")
    filter = serializers.ListField(
        child=serializers.RegexField(r"^[^:\x00]{1,128}:[^\x00]{1,128}$"),
        required=False,
        max_length=40,
        help_text="A fact and a value, as in `colour:ink`; of values of one fact either will do.",
    )


class OptionSerializer(serializers.Serializer):
    """What makes a variant: a fact and its value."""

    code = serializers.CharField()
    name = serializers.CharField()
    value = serializers.CharField()


class StockSerializer(serializers.Serializer):
    """How much of it there is."""

    level = serializers.ChoiceField(["in", "low", "out"])
    text = serializers.CharField(help_text="As the shop says it: “Only 3 left”.")
    most = serializers.IntegerField(
        allow_null=True, help_text="So many can be bought; null where nobody counts."
    )


class VariantSerializer(serializers.Serializer):
    """A variant; its `id` is what goes into a cart."""

    id = serializers.IntegerField()
    title = serializers.CharField(source="label")
    url = Address()
    sku = serializers.CharField()
    gtin = serializers.CharField()
    price = PriceSerializer(allow_null=True)
    available = serializers.BooleanField()
    stock = serializers.SerializerMethodField()
    picture_url = Address(allow_blank=True)
    options = serializers.SerializerMethodField()

    @extend_schema_field(StockSerializer)
    def get_stock(self, variant: Any) -> dict[str, Any]:
        return {
            "level": variant.stock_level,
            "text": variant.stock_state,
            "most": variant.max,
        }

    @extend_schema_field(OptionSerializer(many=True))
    def get_options(self, variant: Any) -> list[dict[str, str]]:
        return [{"code": c, "name": n, "value": v} for c, n, v in variant.options]


class RowSerializer(serializers.Serializer):
    """A line of a specification."""

    name = serializers.CharField()
    value = serializers.CharField()
    url = Address(allow_blank=True)


class LinkSerializer(serializers.Serializer):
    """A title and where it leads."""

    title = serializers.CharField()
    url = Address()


class ProductDetailSerializer(serializers.Serializer):
    """A product. Without `variants` its own `id` goes into a cart, else a variant's."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    tagline = serializers.CharField()
    description = serializers.CharField(help_text="HTML.")
    url = Address()
    price = PriceSerializer(allow_null=True, source="buy_box.price")
    available = serializers.BooleanField(help_text="It, or one of its variants, is in stock.")
    sku = serializers.CharField(source="buy_box.sku")
    gtin = serializers.CharField()
    stock = StockSerializer(help_text="The first variant's in stock, where there are variants.")
    ships = serializers.BooleanField(help_text="It goes by parcel.")
    pictures = serializers.SerializerMethodField()
    variants = VariantSerializer(many=True)
    specification = RowSerializer(many=True)
    crumbs = LinkSerializer(many=True)
    related = ProductSerializer(many=True)

    @extend_schema_field(PictureSerializer(many=True))
    def get_pictures(self, product: Any) -> Any:
        return PictureSerializer([shot.picture for shot in product["shots"]], many=True).data


class CategorySerializer(serializers.Serializer):
    """A category and those below it."""

    id = serializers.IntegerField()
    path = serializers.CharField(help_text="Names it in `products/?category=`.")
    title = serializers.CharField()
    text = serializers.CharField()
    url = Address()
    picture = PictureSerializer(allow_null=True)

    children = serializers.SerializerMethodField()

    def get_children(self, category: Any) -> Any:
        return CategorySerializer(category.children, many=True).data


# A class cannot name itself while it is made.
extend_schema_field(CategorySerializer(many=True))(CategorySerializer.get_children)

"""Wagtail's reference index knows which products, films and categories show a picture.

So the library says where each is used, and the index follows when one of them is saved or deleted.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import ReferenceIndex

from shop.catalogue.models import Category, ProductImage, ProductVideo

#: What shows pictures, and the name of its field.
SHOWING: tuple[tuple[Any, str], ...] = (
    (ProductImage, "original"),
    (ProductVideo, "poster"),
    (Category, "image"),
)


def register() -> None:
    """Have the index note the pictures; called once, when the app is ready."""
    for model, picture in SHOWING:
        for field in model._meta.concrete_fields:
            if field.is_relation and field.name != picture:
                # Whose the picture is; that is no use of the product which an editor looks for.
                field.wagtail_reference_index_ignore = True
        ReferenceIndex.register_model(model)


def index_pictures() -> None:
    """Note what shows pictures in a shop that was there before the index knew. As below, a kind."""
    for model, picture in SHOWING:
        index_if_empty(model.objects.exclude(**{picture: None}))


def index_if_empty(things: QuerySet) -> None:
    """Have the reference index note these things where it knows nothing of their kind.

    Two queries where it does, or where there are no things; else two or three a thing.
    """
    kind = ReferenceIndex._get_base_content_type(things.model)
    if ReferenceIndex.objects.filter(base_content_type=kind).exists():
        return
    with transaction.atomic():
        for thing in things.iterator(chunk_size=500):
            ReferenceIndex.create_or_update_for_object(thing)

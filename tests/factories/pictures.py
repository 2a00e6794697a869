"""Pictures of the library, one plain colour each."""

import io
import itertools
from typing import Any

from django.core.files.base import ContentFile
from oscar.core.loading import get_model
from PIL import Image as PillowImage

_numbers = itertools.count(1)


def make_image(title: str = "Mug", *, width: int = 48, height: int = 32, **kwargs: Any) -> Any:
    """A picture in the library; its rows of renditions are added, their files are not."""
    data = io.BytesIO()
    PillowImage.new("RGB", (width, height), "#6f7f45").save(data, "PNG")
    Image = get_model("media", "Image")
    name = f"{title.lower().replace(' ', '-')}-{next(_numbers)}.png"
    return Image.objects.create(
        title=title,
        description=kwargs.pop("description", title),
        file=ContentFile(data.getvalue(), name=name),
        dominant_colour="#6f7f45",
        **kwargs,
    )


def add_picture(product: Any, image: Any = None) -> Any:
    """Hang a picture on a product, behind those it has; returns the library's picture."""
    image = image or make_image(product.title or "Mug")
    get_model("catalogue", "ProductImage").objects.create(
        product=product, original=image, display_order=product.images.count()
    )
    return image

"""Looking costs nothing that stays: no picture is made, no row is written."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.media.models import Rendition
from tests.factories import make_category, make_product, make_variants
from tests.factories.pictures import make_image

pytestmark = pytest.mark.django_db

PAGES = [
    "/shop/",
    "/shop/tableware/",
    "/shop/tableware/?available=1&sort=price",
    "/products/bowl/",
    "/products/mug/",
    "/search/?q=mug",
    "/search/suggest/?q=mu",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_look_writes_nothing_and_makes_no_picture(path: str, monkeypatch: Any) -> None:
    from shop.catalogue.models import ProductImage

    tableware = make_category("Tableware")
    for product in (
        make_product("Bowl", category=tableware),
        make_variants("Mug", category=tableware),
    ):
        ProductImage.objects.create(product=product, original=make_image())
    Rendition.objects.all().delete()  # the worker has not come to them yet

    def nobody(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a rendition was made for somebody who waits")

    monkeypatch.setattr("wagtail.images.models.AbstractImage.create_renditions", nobody)
    monkeypatch.setattr("wagtail.images.models.AbstractImage.get_rendition", nobody)
    client = Client()
    client.get(path)

    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    writes = [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []
    assert not Rendition.objects.exists()

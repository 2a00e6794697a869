"""The catalogue benchmark fills a shop that its pages show, and judges what it measured."""

from typing import Any

import pytest

from benchmarks.catalogue import shelves
from benchmarks.catalogue.measure import _addresses, _editor
from benchmarks.catalogue.run import misses
from shop.catalogue.models import Product
from shop.search.listings import services
from shop.search.models import ListedProduct

pytestmark = pytest.mark.django_db


def test_its_shop_is_one_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "PICTURES", 4)
    monkeypatch.setattr(shelves, "vacuum", lambda: None)  # not inside a transaction
    shelves.fill(40)

    assert ListedProduct.objects.count() == 40
    assert Product.objects.filter(structure="child").count() == 36
    assert services.rebuild() == 0
    client = _editor()
    for path in _addresses(search=True).values():
        if "page=" not in path:
            assert client.get(path).status_code == 200, path


def page(name: str, **figures: Any) -> dict[str, Any]:
    return {"name": name, "queries": 12, "writes": 0, "median": 50.0, **figures}


def test_what_is_too_slow_or_writes_is_told() -> None:
    names = [
        *("category of 500", "category of 500, one facet", "category of a tenth"),
        *("everything, two facets", "everything, two facets and a price", "product"),
        *("category of 500, three facets", "product with variants, 30 reviews"),
    ]
    figures = {size: {name: page(name) for name in names} for size in (1_000, 20_000, 100_000)}
    assert list(misses(figures)) == []

    figures[20_000]["category of a tenth"]["median"] = 121.0
    figures[100_000]["category of 500"]["median"] = 101.0
    figures[100_000]["everything, two facets"]["median"] = 301.0
    figures[1_000]["product"]["writes"] = 1
    figures[1_000]["category of 500"]["queries"] = 16
    assert len(list(misses(figures))) == 5

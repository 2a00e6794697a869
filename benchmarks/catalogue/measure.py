"""One size: fills its database, or looks at its pages and prints what that took as JSON.

python -m benchmarks.catalogue.measure fill SIZE [--without-search]
python -m benchmarks.catalogue.measure look ROUNDS [--without-search]
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Page:
    """A page and what looking at it took: milliseconds, one by one; `writes` must be none."""

    name: str
    queries: int
    writes: int
    times: list[float]


def fill(size: int, *, search: bool) -> None:
    """Make the tables and what is in them."""
    from django.core.management import call_command

    from benchmarks.catalogue import shelves

    call_command("migrate", verbosity=0)
    shelves.fill(size, search=search)


def look(rounds: int, *, search: bool) -> None:
    """Look at each page so often."""
    from django.test import Client

    shopper, editor = Client(), _editor()
    pages = [
        asdict(_look(name, path, rounds, editor if path.startswith("/cms/") else shopper))
        for name, path in _addresses(search).items()
    ]
    print(json.dumps(pages))


def _addresses(search: bool) -> dict[str, str]:
    from shop.catalogue.models import Category, Product

    newest = Product.objects.exclude(structure=Product.CHILD).order_by("pk")
    parent = newest.filter(structure=Product.PARENT).first()
    alone = newest.filter(structure=Product.STANDALONE).first()
    assert parent
    assert alone
    category, department = "/shop/measured/", "/shop/department-0/"
    category_id = Category.objects.get(full_path="department-0").pk
    found = {
        "search": "/search/?q=oak+shelf",
        "search, one facet": "/search/?q=oak+shelf&colour=ink",
        "search, misspelt": "/search/?q=walnutt+stol",
        "suggestions": "/search/suggest/?q=oak+sh",
        "suggestions, misspelt": "/search/suggest/?q=walnutt+st",
    }
    return {
        "category of 500": category,
        "category of 500, one facet": f"{category}?colour=ink",
        "category of 500, three facets": f"{category}?colour=ink&price_to=100&available=1",
        "category of a tenth": department,
        "category of a tenth, two facets": f"{department}?colour=ink&material=oak",
        "category of a tenth, by price": f"{department}?sort=price",
        "category of a tenth, page 5": f"{department}?page=4",
        "everything": "/shop/",
        "everything, two facets": "/shop/?colour=ink&material=oak",
        "everything, two facets and a price": "/shop/?colour=ink&material=oak&price_to=100",
        "product": alone.get_absolute_url(),
        "product with variants, 30 reviews": parent.get_absolute_url(),
        "editors: products": "/cms/products/",
        "editors: products, page 5": "/cms/products/results/?p=5",
        "editors: products, search": "/cms/products/results/?q=oak+shel",
        "editors: products, sold out": "/cms/products/results/?stock=out",
        "editors: products, few left": "/cms/products/results/?stock=low",
        "editors: products, a category": f"/cms/products/results/?category={category_id}",
        "editors: products, without page": "/cms/products/results/?page_state=none&sold=yes",
        "editors: categories": "/cms/categories/",
        **(found if search else {}),
    }


def _editor() -> Any:
    """A merchandiser's browser."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.test import Client

    users = get_user_model().objects
    email = "editor@example.com"
    user = users.filter(email=email).first() or users.create_user(email=email)
    user.groups.add(Group.objects.get(name="Merchandisers"))
    client = Client()
    client.force_login(user)
    return client


def _look(name: str, path: str, rounds: int, client: Any) -> Page:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def get() -> Any:
        response = client.get(path)
        if response.status_code != 200:
            raise AssertionError(f"{path}: {response.status_code}")
        return response

    get()  # what all shoppers share is in the cache from here on
    with CaptureQueriesContext(connection) as captured:
        get()
    # Another request would empty the log that it looks into.
    asked = [query["sql"].lstrip() for query in captured]
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        get()
        times.append((time.perf_counter() - began) * 1000)
    writes = ("INSERT", "UPDATE", "DELETE")
    return Page(
        name=name,
        queries=len(asked),
        writes=sum(sql.startswith(writes) for sql in asked),
        times=times,
    )


if __name__ == "__main__":
    import django

    django.setup()
    {"fill": fill, "look": look}[sys.argv[1]](
        int(sys.argv[2]), search="--without-search" not in sys.argv
    )

"""Slugs that are free."""

from django.db.models import QuerySet
from oscar.core.utils import slugify


def free_slug(title: str, *, taken: QuerySet, max_length: int = 255) -> str:
    """A slug for `title` that no row of `taken` has: "mug", then "mug-2", "mug-3".

    One query. Two writers may still ask at once; the unique constraint decides between them.
    """
    base = slugify(title)[: max_length - 6] or "item"
    used = set(taken.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in used:
        return base
    number = 2
    while f"{base}-{number}" in used:
        number += 1
    return f"{base}-{number}"

"""What a product's attributes say, in words."""

from __future__ import annotations

import os.path
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format, number_format
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shop.catalogue.models import ProductAttribute

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Row:
    """A line of a specification; `url` where the value is a file to open."""

    name: str
    value: str
    url: str = ""


def specification(values: Iterable[Any]) -> tuple[Row, ...]:
    """The rows of attribute values (with attribute and option loaded), each attribute once.

    Of several values of one attribute the last counts, in the place of the first: so a variant's
    takes the place of its parent's. Empty ones say nothing. One query where there are values of
    several options, and one more a kind of entity.
    """
    by_attribute = {value.attribute_id: value for value in values}
    told = list(by_attribute.values())
    for kind, field in (
        (ProductAttribute.MULTI_OPTION, "value_multi_option"),
        (ProductAttribute.ENTITY, "value_entity"),
    ):
        if of_kind := [value for value in told if value.attribute.type == kind]:
            prefetch_related_objects(of_kind, field)
    rows = (_row(value) for value in told)
    return tuple(row for row in rows if row.value)


def _row(value: Any) -> Row:
    attribute = value.attribute
    if attribute.is_file:
        file = value.value
        return Row(
            attribute.name,
            os.path.basename(file.name) if file else "",
            file.url if file else "",
        )
    text = _text(attribute.type, value)
    return Row(
        attribute.name, f"{text}{NO_BREAK}{attribute.unit}" if text and attribute.unit else text
    )


def _text(kind: str, value: Any) -> str:
    if kind == ProductAttribute.MULTI_OPTION:
        return ", ".join(option.option for option in value.value_multi_option.all())
    content = value.value
    if content is None or content == "":
        return ""
    if kind == ProductAttribute.BOOLEAN:
        return _("Yes") if content else _("No")
    if kind in (ProductAttribute.INTEGER, ProductAttribute.FLOAT):
        # As it was entered: 12.5, not 12.500000000000001 and not 12.50.
        return str(number_format(f"{content:.6g}" if isinstance(content, float) else content))
    if kind == ProductAttribute.DATE:
        return date_format(content)
    if kind == ProductAttribute.DATETIME:
        return date_format(localtime(content), "DATETIME_FORMAT")
    if kind == ProductAttribute.RICHTEXT:
        return strip_tags(content).strip()
    return str(content).strip()

"""Product types, the choices their attributes offer, and the category tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from demo.loader.entries import CategoryEntry, DemoData, TypeEntry
from demo.loader.report import EntryError, Report
from shop.catalogue.models import AttributeOption, Category
from shop.core.oscar import AttributeOptionGroup, ProductAttribute, ProductClass
from shop.core.progress import Progress
from shop.media.models import Image

STEP = "Categories"
# Beside the catalogue's text about the material, the one word that shoppers look for.
MATERIAL = "main_material"


def load_types(*, data: DemoData, report: Report) -> Mapping[str, ProductClass]:
    """Create or refresh the product types; returns them by slug.

    What tells variants apart (colour, size) becomes an attribute of type
    “option”, and each of its values a choice in one group for the whole shop:
    “Oat” is one colour, whichever product has it. Oscar's own ``Option`` is for
    texts a shopper types, such as an engraving, and is not used.
    """
    types = {}
    for entry in data.product_types:
        try:
            with transaction.atomic():
                types[entry.slug] = _load_type(entry)
        except (EntryError, ValidationError, DatabaseError) as error:
            report.skip(f"product type {entry.slug}", error)
    _load_choices(data, types)
    return types


def _load_type(entry: TypeEntry) -> ProductClass:
    product_class, _created = ProductClass.objects.update_or_create(
        slug=entry.slug,
        defaults={
            "name": entry.name,
            "requires_shipping": entry.requires_shipping,
            "track_stock": entry.track_stock,
        },
    )
    for code, name in {MATERIAL: _("Main material"), **entry.attributes, **entry.options}.items():
        group = None
        if code in entry.options:
            group, _created = AttributeOptionGroup.objects.get_or_create(
                code=code, defaults={"name": name}
            )
        ProductAttribute.objects.update_or_create(
            product_class=product_class,
            code=code,
            defaults={
                "name": name,
                "type": ProductAttribute.OPTION if group else ProductAttribute.TEXT,
                "option_group": group,
                "is_filter": group is not None or code == MATERIAL,
            },
        )
    return product_class


def _load_choices(data: DemoData, types: Mapping[str, ProductClass]) -> None:
    """The choices in the order in which the catalogue names them, with their swatches."""
    options_of = {entry.slug: entry.options for entry in data.product_types}
    wanted: dict[tuple[str, str], None] = {}
    for product in data.products:
        if product.product_type not in types:
            continue
        codes = options_of[product.product_type]
        for variant in product.variants:
            wanted |= dict.fromkeys(variant.options.items())
        wanted |= {
            (code, value): None
            for code, value in product.common_attributes.items()
            if code in codes
        }
    groups = {group.code: group for group in AttributeOptionGroup.objects.all()}
    there = {(choice.group_id, choice.option): choice for choice in AttributeOption.objects.all()}
    fresh = []
    for code, value in wanted:
        if code not in groups:
            continue  # the product that says so is reported when it is loaded
        swatch = data.swatches.get(value, "")
        choice = there.get((groups[code].pk, value))
        if choice is None:
            fresh.append(AttributeOption(group=groups[code], option=value, swatch=swatch))
        elif choice.swatch != swatch:
            choice.swatch = swatch
            choice.save(update_fields=["swatch"])
    AttributeOption.objects.bulk_create(fresh)


def load_categories(
    *, data: DemoData, pictures: Mapping[str, Image], report: Report, progress: Progress
) -> Mapping[str, Category]:
    """Create or refresh the category tree; returns the categories by slug."""
    categories: dict[str, Category] = {}
    for done, entry in enumerate(data.categories, start=1):
        try:
            with transaction.atomic():
                categories[entry.slug] = _load_category(entry, categories, pictures)
        except (EntryError, ValidationError, DatabaseError) as error:
            report.skip(f"category {entry.slug}", error)
        progress.show(STEP, done, len(data.categories))
    progress.finish()
    return categories


def _load_category(
    entry: CategoryEntry,
    categories: Mapping[str, Category],
    pictures: Mapping[str, Image],
) -> Category:
    if entry.slug in categories:
        raise EntryError("another category has this slug")
    if entry.parent and entry.parent not in categories:
        raise EntryError(f"the category “{entry.parent}” above it is not there")
    parent = categories[entry.parent] if entry.parent else None
    path = f"{parent.full_path}/{entry.slug}" if parent else entry.slug
    picture = pictures.get(entry.image)
    category = Category.objects.filter(full_path=path).first()
    if category is None:
        values = {
            "name": entry.name,
            "slug": entry.slug,
            "description": entry.description,
            "image": picture,
        }
        if parent is None:
            return Category.add_root(**values)
        # Read again: adding a child to a stale parent would miscount its children.
        return Category.objects.get(pk=parent.pk).add_child(**values)
    if (category.name, category.description, category.image_id) != (
        entry.name,
        entry.description,
        picture.pk if picture else None,
    ):
        category.name, category.description, category.image = (
            entry.name,
            entry.description,
            picture,
        )
        category.save()
    return category


def by_slug(categories: Mapping[str, Category], slugs: Iterable[str]) -> list[Category]:
    """The categories with these slugs; raises ``EntryError`` for one that is not there."""
    found = []
    for slug in slugs:
        if slug not in categories:
            raise EntryError(f"the category “{slug}” is not there")
        found.append(categories[slug])
    return found

"""Which variant of a product is meant, and what one may choose instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from shop.catalogue.models import Product
from shop.catalogue.selectors.batch import ProductBatch

# Codes of attributes to labels of options: what a variant is made of.
Made = dict[str, str]


@dataclass(frozen=True)
class Choice:
    """One value of an option, as a link that always leads to a variant there is.

    `state` with the other options as they are chosen: "in" stock, sold "out", or "other": it is
    not made so, and the link leads to the nearest variant that is. `note` says the last two in
    words. `swatch` is a CSS colour or empty.
    """

    id: str
    label: str
    url: str
    selected: bool
    state: str
    note: str = ""
    swatch: str = ""


@dataclass(frozen=True)
class OptionGroup:
    """An option such as the colour, with what there is to choose from."""

    code: str
    name: str
    selected_label: str
    choices: tuple[Choice, ...]


class Variants:
    """The public children of a product, loaded with the batch, and the one that is chosen.

    `choice` is a query string: `variant` with an id, or options by their codes, such as `colour`
    with “ink”. What makes no sense in it is ignored; then the first variant in stock is chosen,
    else the first. Asks the strategy for each child; no query.
    """

    def __init__(
        self, product: Product, batch: ProductBatch, *, strategy: Any, choice: Mapping[str, str]
    ) -> None:
        self.product = product
        self.batch = batch
        self.children: Sequence[Product] = batch.children.get(product.pk, [])
        self.infos = {child.pk: strategy.fetch_for_product(child) for child in self.children}
        self.chosen = self._choose(choice)

    def is_available(self, child: Product) -> bool:
        """Whether it can be bought now."""
        return bool(self.infos[child.pk].availability.is_available_to_buy)

    def label(self, child: Product) -> str:
        """What tells it from the others: “Ink, Large”; else its title."""
        return ", ".join(filter(None, self._made[child.pk].values())) or child.get_title()

    def made(self, child: Product) -> tuple[tuple[str, str, str], ...]:
        """The code, the name and the value of each option that it has."""
        made = self._made[child.pk]
        return tuple((code, name, made[code]) for code, name in self._names.items() if made[code])

    def url(self, child: Product) -> str:
        """The product's address with this variant chosen."""
        return f"{self.product.get_absolute_url()}?variant={child.pk}"

    def instead(self) -> list[Product]:
        """What is in stock while the chosen one is not, what is most like it first."""
        if self.chosen is None or self.is_available(self.chosen):
            return []
        now = self._made[self.chosen.pk]
        left = [child for child in self.children if self.is_available(child)]
        return sorted(left, key=lambda child: -self._alike(child, now))

    def groups(self) -> tuple[OptionGroup, ...]:
        """One group an option; a single one with all variants where options do not tell them."""
        if self.chosen is None:
            return ()
        if not self._names:
            return (self._all_in_one(),)
        made = self._made[self.chosen.pk]
        return tuple(
            OptionGroup(code, name, made[code], tuple(self._choices(code)))
            for code, name in self._names.items()
        )

    def _all_in_one(self) -> OptionGroup:
        assert self.chosen is not None
        choices = tuple(
            Choice(
                id=f"choice-{child.pk}",
                label=self.label(child),
                url=self.url(child),
                selected=child is self.chosen,
                **self._stock(child),
            )
            for child in self.children
        )
        return OptionGroup("", _("Choice"), self.label(self.chosen), choices)

    def _choices(self, code: str) -> Iterator[Choice]:
        seen = set()
        for child in self.children:
            value = self._made[child.pk][code]
            if value and value not in seen:
                seen.add(value)
                yield self._choice(code, child, self._nearest(code, value))

    def _choice(self, code: str, first: Product, target: Product) -> Choice:
        """The choice of what `first` has for the option, which leads to `target`."""
        assert self.chosen is not None
        now, then = self._made[self.chosen.pk], self._made[target.pk]
        given_up = [now[key] for key in now if key != code and now[key] and now[key] != then[key]]
        return Choice(
            id=f"choice-{code}-{first.pk}",
            label=then[code],
            url=self.url(target),
            selected=target is self.chosen,
            swatch=self._swatches.get((first.pk, code), ""),
            **(
                {
                    "state": "other",
                    "note": _("not with %(values)s") % {"values": ", ".join(given_up)},
                }
                if given_up
                else self._stock(target)
            ),
        )

    def _stock(self, child: Product) -> dict[str, str]:
        if self.is_available(child):
            return {"state": "in"}
        return {"state": "out", "note": _("sold out")}

    def _nearest(self, code: str, value: str) -> Product:
        """The variant with this value that has most else in common with the chosen one.

        What can be bought goes before what cannot, but never before what is exactly meant.
        """
        assert self.chosen is not None
        now = self._made[self.chosen.pk]
        others = {key: now[key] for key in now if key != code}

        def rank(child: Product) -> tuple[bool, bool, int]:
            alike = self._alike(child, others)
            return alike == len(others), self.is_available(child), alike

        return max((c for c in self.children if self._made[c.pk][code] == value), key=rank)

    def _alike(self, child: Product, made: Made) -> int:
        return sum(self._made[child.pk][code] == value for code, value in made.items())

    def _choose(self, choice: Mapping[str, str]) -> Product | None:
        wanted = choice.get("variant", "")
        for child in self.children:
            if str(child.pk) == wanted:
                return child
        asked = {code: slugify(choice[code][:255]) for code in self._names if choice.get(code)}

        def rank(child: Product) -> tuple[int, bool]:
            made = self._made[child.pk]
            alike = sum(slugify(made[code]) == value for code, value in asked.items())
            return alike, self.is_available(child)

        return max(self.children, key=rank, default=None)

    @cached_property
    def _names(self) -> dict[str, str]:
        """The options that tell the variants apart, by code; none where they cannot."""
        names: dict[str, str] = {}
        values: dict[str, set[int]] = {}
        for child in self.children:
            for value in self.batch.options(child):
                code = value.attribute.code
                names[code] = value.attribute.name
                values.setdefault(code, set()).add(value.value_option_id)
        if len(self.children) > 1:
            names = {code: name for code, name in names.items() if len(values[code]) > 1}
        combinations = {
            tuple(
                (value.attribute.code, value.value_option_id)
                for value in self.batch.options(child)
                if value.attribute.code in names
            )
            for child in self.children
        }
        return names if len(combinations) == len(self.children) else {}

    @cached_property
    def _made(self) -> dict[int, Made]:
        made = {child.pk: dict.fromkeys(self._names, "") for child in self.children}
        for child in self.children:
            for value in self.batch.options(child):
                if value.attribute.code in self._names:
                    made[child.pk][value.attribute.code] = value.value_option.option
        return made

    @cached_property
    def _swatches(self) -> dict[tuple[int, str], str]:
        return {
            (child.pk, value.attribute.code): value.value_option.swatch
            for child in self.children
            for value in self.batch.options(child)
        }

"""Lists whose things an editor may choose several at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks import ChooserBlock, ListBlock, StructBlock
from wagtail.blocks.list_block import ListBlockAdapter


class ChosenListBlock(ListBlock):
    """A list of choosers, or of structs that hold one: one dialog may fill many places of it.

    What is stored, and what a migration says, is a `ListBlock`'s.
    """

    @property
    def chooser_name(self) -> str:
        """Which field of an item is chosen; empty where the item is the chooser itself."""
        if not isinstance(self.child_block, StructBlock):
            return ""
        fields = self.child_block.child_blocks.items()
        return next(name for name, block in fields if isinstance(block, ChooserBlock))

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.ListBlock", args, kwargs


class ChosenListAdapter(ListBlockAdapter):
    """Its part in the editor: js/cms/choose-several.js."""

    js_constructor = "shop.cms.ChosenListBlock"

    def js_args(self, block: ChosenListBlock) -> list[Any]:
        *rest, meta = super().js_args(block)
        several = {
            "field": block.chooser_name,
            "label": _now("Choose several"),
            "elsewhere": _now("Also chosen"),
        }
        return [*rest, {**meta, "several": several}]

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[
                versioned_static("wagtailadmin/js/telepath/blocks.js"),
                versioned_static("wagtailadmin/js/chooser-modal.js"),
                "js/cms/choose-several.js",
            ]
        )


register(ChosenListAdapter(), ChosenListBlock)

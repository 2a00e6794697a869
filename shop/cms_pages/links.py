"""Links from running text to products and categories: by id, so that no new slug breaks them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import Model
from django.urls import reverse_lazy
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler, RichText

LINK = re.compile(r"<a\b[^>]*\blinktype=\"(product|category)\"[^>]*>")
ID = re.compile(r"\bid=\"(\d{1,18})\"")


class ThingLinkHandler(LinkHandler):
    """A link to something in the catalogue; what is not public any more is its words alone."""

    model_name: ClassVar[str] = ""

    @classmethod
    def get_model(cls) -> type[Model]:
        return apps.get_model("catalogue", cls.model_name)

    @classmethod
    def is_shown(cls, thing: Any) -> bool:
        raise NotImplementedError

    @classmethod
    def opening(cls, thing: Any) -> str:
        """The link's tag."""
        if thing is None or not cls.is_shown(thing):
            return "<a>"
        return f'<a href="{escape(thing.get_absolute_url())}">'

    @classmethod
    def expand_db_attributes(cls, attrs: dict) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """One query for all."""
        ids = {pk for attrs in attrs_list if (pk := _number(attrs.get("id")))}
        found = cls.get_model()._default_manager.in_bulk(ids)
        return [cls.opening(found.get(_number(attrs.get("id")))) for attrs in attrs_list]

    @classmethod
    def extract_references(cls, attrs: dict) -> Iterable[tuple[Any, str, str, str]]:
        """So that who changes the thing is told of the page."""
        if _number(attrs.get("id")):
            yield cls.get_model(), attrs["id"], "", ""


class ProductLinkHandler(ThingLinkHandler):
    """`<a linktype="product" id="7">`."""

    identifier = "product"
    model_name = "Product"

    @classmethod
    def is_shown(cls, thing: Any) -> bool:
        return bool(thing.is_public)


class CategoryLinkHandler(ThingLinkHandler):
    """`<a linktype="category" id="7">`."""

    identifier = "category"
    model_name = "Category"

    @classmethod
    def is_shown(cls, thing: Any) -> bool:
        return bool(thing.is_public and thing.ancestors_are_public)


HANDLERS: Mapping[str, type[ThingLinkHandler]] = {
    handler.identifier: handler for handler in (ProductLinkHandler, CategoryLinkHandler)
}


def _number(text: Any) -> int:
    return int(text) if str(text).isdigit() and len(str(text)) < 19 else 0


def resolve_links(values: Iterable[Any]) -> dict[str, list[int]]:
    """Give the links of all running text in these values (of blocks) their addresses at once.

    One query for the products of a whole page and one for its categories, none without such links.
    Changes the texts, which are there to be shown. Returns the ids that were linked, by kind.
    """
    texts = [text for value in values for text in _texts(value) if LINK.search(text.source)]
    wanted: dict[str, set[int]] = {kind: set() for kind in HANDLERS}
    for text in texts:
        for tag in LINK.finditer(text.source):
            wanted[tag[1]].add(_id_of(tag[0]))
    found = {
        kind: HANDLERS[kind].get_model()._default_manager.in_bulk(ids) if ids else {}
        for kind, ids in wanted.items()
    }
    for text in texts:
        text.source = LINK.sub(
            lambda tag: HANDLERS[tag[1]].opening(found[tag[1]].get(_id_of(tag[0]))), text.source
        )
    return {kind: sorted(ids) for kind, ids in wanted.items()}


def _id_of(tag: str) -> int:
    number = ID.search(tag)
    return int(number[1]) if number else 0


def _texts(value: Any) -> Iterable[RichText]:
    if isinstance(value, RichText):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif hasattr(value, "bound_blocks") or isinstance(value, list | tuple):
        for each in value:
            yield from _texts(getattr(each, "value", each))


class ThingElementHandler(LinkElementHandler):
    """From what is stored to what the editor holds."""

    def __init__(self, entity_type: str, handler: type[ThingLinkHandler]) -> None:
        super().__init__(entity_type)
        self.handler = handler

    def get_attribute_data(self, attrs: dict) -> dict[str, Any]:
        pk = _number(attrs.get("id"))
        thing: Any = self.handler.get_model()._default_manager.filter(pk=pk).first()
        if thing is None:
            return {"id": pk}
        return {"id": pk, "title": str(thing), "url": thing.get_absolute_url()}


def register(features: Any) -> None:
    """Both kinds of links, for every editor that has `product-link` or `category-link`."""
    looks = {
        "product": ("PRODUCT_LINK", "tag", _("Product"), "product_chooser:choose"),
        "category": (
            "CATEGORY_LINK",
            "folder-open-inverse",
            _("Category"),
            "category_chooser:choose",
        ),
    }
    for kind, (entity, icon, label, chooser) in looks.items():
        name = f"{kind}-link"
        features.register_link_type(HANDLERS[kind])
        features.register_editor_plugin(
            "draftail",
            name,
            EntityFeature(
                {
                    "type": entity,
                    "icon": icon,
                    "description": label,
                    "chooserUrl": reverse_lazy(chooser),
                    "attributes": ["id", "title", "url"],
                },
                js=["wagtailadmin/js/chooser-modal.js", "js/cms/thing-links.js"],
            ),
        )
        features.register_converter_rule(
            "contentstate",
            name,
            {
                "from_database_format": {
                    f'a[linktype="{kind}"]': ThingElementHandler(entity, HANDLERS[kind])
                },
                "to_database_format": {"entity_decorators": {entity: _stored_as(kind)}},
            },
        )


def _stored_as(kind: str) -> Any:
    def element(props: dict) -> Any:
        return DOM.create_element("a", {"linktype": kind, "id": props.get("id")}, props["children"])

    return element

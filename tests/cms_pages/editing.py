"""What editors do in `/cms/`, over HTTP."""

import re
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, streamfield

from shop.cms_pages.models import HomePage
from tests.factories import make_user


def home_page() -> HomePage:
    """The home page that a new shop has."""
    return HomePage.objects.get()


def editor(group: str = "Merchandisers") -> Client:
    """Somebody of that group, logged in."""
    user = make_user()
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def hero(image: Any, headline: str = "Light and shadow", **changes: Any) -> tuple[str, dict]:
    """A hero as its form posts it."""
    return "hero", {
        "image": {"image": image.pk, "decorative": "on", "alt_text": ""},
        "headline": headline,
        "text": "",
        "actions": items(),
        "text_position": "start",
        "text_tone": "dark",
    } | changes


def product_row(*products: Any, **changes: Any) -> tuple[str, dict]:
    """A row of products that were chosen by hand, as its form posts it."""
    return "product_row", {
        "heading": "New on the shelf",
        "text": "",
        "source": "chosen",
        "products": items(*(product.pk for product in products)),
        "category": "",
        "limit": 4,
        "action": {"label": "", "link": streamfield([])},
    } | changes


def items(*values: Any) -> dict[str, Any]:
    """A list block as its form posts it."""
    posted: dict[str, Any] = {"count": str(len(values))}
    for number, value in enumerate(values):
        posted[str(number)] = {"value": value, "order": str(number), "deleted": "", "id": ""}
    return posted


def page_form(*sections: tuple[str, dict], **fields: Any) -> dict[str, Any]:
    """A page's whole form."""
    return nested_form_data(
        {
            "title": "Tarn & Weald",
            "slug": "home",
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "body": streamfield(list(sections)),
            "comments": {
                "TOTAL_FORMS": 0,
                "INITIAL_FORMS": 0,
                "MIN_NUM_FORMS": 0,
                "MAX_NUM_FORMS": "",
            },
        }
        | fields
    )


def edit(client: Client, page: Any, *sections: Any, **fields: Any) -> Any:
    """Post a page's form: saved as a draft unless `action_publish` is among the fields."""
    fields.setdefault("title", page.title)
    fields.setdefault("slug", page.slug)
    return client.post(f"/cms/pages/{page.pk}/edit/", page_form(*sections, **fields))


def publish(client: Client, page: Any, *sections: Any, **fields: Any) -> Any:
    """Post a page's form with the publish button."""
    return edit(client, page, *sections, **fields, **{"action-publish": "action-publish"})


def as_published(markup: str) -> str:
    """A page without what only an editor's preview has, and without the space between."""
    bar = r"<!-- Wagtail user bar embed code -->.*<!-- end Wagtail user bar embed code -->"
    markup = re.sub(bar, "", markup, flags=re.S)
    markup = re.sub(r'<script type="module" src="[^"]*preview-sections[^"]*"></script>', "", markup)
    return " ".join(re.sub(r"<!-- section [^>]*-->", "", markup).split())

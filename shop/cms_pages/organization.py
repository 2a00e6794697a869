"""Who sells here, for search engines: schema.org's Organization and WebSite."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from shop.cms_pages.page_data import as_script
from shop.cms_pages.selectors import Shell
from shop.core.addresses import absolute_url


def seller_data(shell: Shell) -> dict[str, Any]:
    """The shop in short, under the name that the home page tells more of it by. No query."""
    home = f"{settings.SITE_URL}/"
    seller = {
        "@type": "OnlineStore",
        "@id": f"{home}#organization",
        "name": shell.brand_name,
        "url": home,
    }
    if shell.logo:
        seller["logo"] = absolute_url(shell.logo.src)
    return seller


def organization(shell: Shell) -> SafeString:
    """JSON-LD of the shop and of its search, escaped for a script element. No query."""
    seller = seller_data(shell)
    home = seller["url"]
    if shell.meta_description:
        seller["description"] = shell.meta_description
    if shell.social_links:
        seller["sameAs"] = [link.url for link in shell.social_links]
    contact = {"email": shell.contact_email, "telephone": shell.contact_phone}
    contact = {name: value for name, value in contact.items() if value}
    if contact:
        seller["contactPoint"] = {
            "@type": "ContactPoint",
            "contactType": "customer service",
            **contact,
        }
    site = {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "name": shell.brand_name,
        "url": home,
        "publisher": {"@id": seller["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute_url(reverse('search:search'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return as_script(seller, site)

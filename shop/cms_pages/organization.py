"""Who sells here, for search engines: schema.org's Organization and WebSite."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString

from shop.cms_pages.page_data import as_script, seller_data
from shop.cms_pages.selectors import Shell
from shop.core.addresses import absolute_url
from shop.core.brand import Brand


def organization(shell: Shell) -> SafeString:
    """JSON-LD of the shop and of its search, escaped for a script element. No query."""
    seller = seller_data(Brand(shell.brand_name, logo_url=shell.logo.src if shell.logo else ""))
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

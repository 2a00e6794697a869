"""What every e-mail shows, whoever renders it: `{% load emails %}`."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from shop.communication.addresses import absolute_url
from shop.core import brand

register = template.Library()

register.filter("absolute", absolute_url)


@register.simple_tag
def brand_name() -> str:
    """The shop's name."""
    return brand.brand_name()


@register.simple_tag
def shop_brand() -> brand.Brand:
    """The shop's name, and how customers reach it."""
    return brand.brand()


@register.simple_tag
def site_url() -> str:
    """The home page's address, absolute."""
    return absolute_url("/")


@register.simple_tag
def preheader_filler() -> SafeString:
    """Blank characters after the preheader, so that no inbox shows the body's first words there."""
    return mark_safe("&#8199;&#847; " * 24)

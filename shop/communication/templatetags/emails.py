"""What every e-mail shows, whoever renders it: `{% load emails %}`."""

from django import template
from django.conf import settings

from shop.communication.addresses import absolute_url

register = template.Library()

register.filter("absolute", absolute_url)


@register.simple_tag
def brand_name() -> str:
    """The shop's name."""
    return str(settings.OSCAR_SHOP_NAME)


@register.simple_tag
def site_url() -> str:
    """The home page's address, absolute."""
    return absolute_url("/")

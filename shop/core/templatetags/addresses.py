"""Addresses in templates: `{{ picture.src|absolute }}`."""

from django import template

from shop.core.addresses import absolute_url

register = template.Library()
register.filter("absolute", absolute_url)

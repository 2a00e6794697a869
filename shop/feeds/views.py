"""`/feeds/google.xml`. Public and the same for everybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shop.cms_pages.selectors import store_shell
from shop.core import page_cache
from shop.core.page_cache import sources
from shop.feeds.google import google_feed
from shop.feeds.selectors import feed_items

CONTENT_TYPE = "application/xml; charset=utf-8"


@require_safe
@cache_control(public=True, max_age=60 * 60)
def google(request: HttpRequest) -> HttpResponseBase:
    """All that is for sale, sent while it is read: a large catalogue fits in no memory."""
    if request.method == "HEAD":
        return HttpResponse(content_type=CONTENT_TYPE)
    shell = store_shell(request)
    # Any product: the feed is sent while it is read, and each is in it.
    made_of = (sources.PRODUCTS, sources.FACETS, sources.CATEGORIES, sources.OFFERS)
    page_cache.made_from(*made_of, sources.TARIFFS, sources.TAX, sources.IMAGES)
    page_cache.everybodys()
    return StreamingHttpResponse(
        google_feed(
            feed_items(strategy=request.strategy),  # type: ignore[attr-defined]
            title=shell.brand_name,
            link=f"{settings.SITE_URL}/",
            description=shell.meta_description or shell.tagline or shell.brand_name,
        ),
        content_type=CONTENT_TYPE,
    )

"""What a browser shows while the network is away: one page, kept by a service worker."""

import re
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PART = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<img src="([^"]+)"')


@require_safe
@cache_control(public=True, max_age=60 * 60)
def offline_page(request: HttpRequest) -> HttpResponse:
    """`/offline/`: the same for everybody. No query."""
    return render(request, "offline.html")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """`/service-worker.js`, at the root, where it may see to every address. No query.

    It names the page with its stylesheets and its sign, and changes when one of them does.
    """
    page = render_to_string("offline.html")
    kept = [reverse("offline"), *("".join(found) for found in PART.findall(page))]
    context = {"kept": kept, "version": sha256(page.encode()).hexdigest()[:12]}
    return render(request, "service-worker.js", context, content_type="text/javascript")

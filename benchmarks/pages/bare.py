"""A Django with no middleware and one view, which answers what it has read at its start."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

FOLDER = Path(os.environ["BARE_FOLDER"])
BODIES = {file.stem: file.read_bytes() for file in FOLDER.glob("*.gz")}

settings.configure(
    DEBUG=False,
    SECRET_KEY="nothing is signed here",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
)


def page(request: HttpRequest, name: str) -> HttpResponse:
    """The bytes of that name."""
    headers = {"Content-Encoding": "gzip", "Content-Length": str(len(BODIES[name]))}
    return HttpResponse(BODIES[name], headers=headers)


urlpatterns = [path("<str:name>/", page)]
application = get_wsgi_application()

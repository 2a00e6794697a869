"""A Django with one view, which answers with bytes and headers that it has read at its start.

Its middleware is what `django-admin startproject` writes; none at all where BARE_NAKED is set.
"""

import json
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

FOLDER = Path(os.environ["BARE_FOLDER"])
BODIES = {file.stem: file.read_bytes() for file in FOLDER.glob("*.gz")}
HEADERS = {file.stem: json.loads(file.read_text()) for file in FOLDER.glob("*.json")}
STARTPROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

settings.configure(
    DEBUG=False,
    SECRET_KEY="nothing is signed here",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[] if os.environ.get("BARE_NAKED") else STARTPROJECT,
)


def page(request: HttpRequest, name: str) -> HttpResponse:
    """The page of that name."""
    return HttpResponse(BODIES[name], headers=HEADERS[name])


urlpatterns = [path("<str:name>/", page)]
application = get_wsgi_application()

"""The shop as a browser meets it: a real server in a thread, with static files and pictures."""

from __future__ import annotations

import socket
from collections.abc import Callable

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponse
from django.test.testcases import LiveServerThread

# What the storefront must stand: nothing inline but custom properties in style attributes.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'"
)
# Wagtail's and Oscar's own pages are written for another policy.
BACK_OFFICE = ("/cms/", "/dashboard/", "/django-admin/")


class ContentSecurityPolicy:
    """Middleware of the tests: the browser itself complains of what is inline."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(BACK_OFFICE):
            response["Content-Security-Policy"] = POLICY
        return response


class ShopServer:
    """Serves on a free port of 127.0.0.1 until it is stopped."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._thread = LiveServerThread("127.0.0.1", StaticFilesHandler, port=port)
        self._thread.daemon = True

    def start(self) -> None:
        """Answer from now on; raises what kept the server from starting."""
        self._thread.start()
        self._thread.is_ready.wait()
        if self._thread.error:
            raise self._thread.error

    def stop(self) -> None:
        """End the server and its thread."""
        self._thread.terminate()

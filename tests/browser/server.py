"""The shop as a browser meets it: a real server in a thread, with static files and pictures."""

from __future__ import annotations

import socket

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread


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

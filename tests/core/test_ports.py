"""A port that cannot be used is named before anything else happens."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from shop.core import ports

PORTS = Path(ports.__file__)


@pytest.fixture
def taken() -> object:
    """A port that somebody listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield str(server.getsockname()[1])


def test_a_free_port_is_fine() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        free = str(server.getsockname()[1])

    assert ports.refusal(free) is None


def test_a_taken_port_is_told_in_one_line_with_the_way_out(taken: str) -> None:
    answer = subprocess.run(
        [sys.executable, PORTS, taken], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1
    assert f"Port {taken} is taken" in answer.stderr
    assert "PORT=" in answer.stderr


@pytest.mark.parametrize("port", ["", "0", "-1", "65536", "http", "80.5", "٣"])
def test_what_is_no_port_is_refused(port: str) -> None:
    problem = ports.refusal(port)

    assert problem is not None
    assert "PORT=8000" in problem


def test_the_shop_does_not_start_on_a_taken_port(taken: str, settings: object) -> None:
    settings.DEBUG = True  # type: ignore[attr-defined]

    with pytest.raises(CommandError, match="PORT="):
        call_command("runshop", port=taken)


def test_the_shop_is_not_started_this_way_in_production() -> None:
    with pytest.raises(CommandError, match=r"docker-compose\.yml"):
        call_command("runshop", port="8000")

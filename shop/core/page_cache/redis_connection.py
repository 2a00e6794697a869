"""Which Redis it is that answers. Imported by the settings, so it imports nothing of Django."""

from typing import Any

from redis.exceptions import ResponseError

_epochs = [""]


def epoch() -> str:
    """The run id of the server that the last connection was made to."""
    return _epochs[-1]


def note_server(connection: Any) -> None:
    """On every new connection: which process of Redis is this?

    One that was started anew may have come back with entries whose sources changed while it was
    away. Its run id begins another epoch, and none of them is taken.
    """
    connection.on_connect()
    connection.send_command("INFO", "server")
    try:
        said = connection.read_response()
    except ResponseError:  # a server that keeps this to itself
        said = b""
    text = said.decode() if isinstance(said, bytes) else str(said)
    found = (line[7:] for line in text.splitlines() if line.startswith("run_id:"))
    _epochs[:] = [next(found, "")]

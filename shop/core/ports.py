"""Whether a port is free. Runs by its path as well, before anything is installed:

python3 shop/core/ports.py 8000
"""

import os
import socket
import sys


def refusal(port: str, host: str = "127.0.0.1") -> str | None:
    """One line that says why the shop cannot listen on `port`, or nothing when it can."""
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        return f"PORT={port} is not a port: a whole number from 1 to 65535, as in PORT=8000."
    with socket.socket() as candidate:
        # As servers do: a port that was closed a moment ago is free.
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((host, int(port)))
        except PermissionError:
            return f"Port {port} needs more rights than yours. Choose another: make run PORT=8000"
        except OSError:
            other = int(port) + 1 if int(port) < 65535 else 8000
            return f"Port {port} is taken. Choose another one: make run PORT={other}"
    return None


if __name__ == "__main__":
    if problem := refusal(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PORT", "8000")):
        sys.exit(problem)

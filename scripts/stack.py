"""Runs docker-compose.yml's services without Docker, and looks whether the shop they make works.

    python scripts/stack.py [--hold]

The same commands, environment and configuration files, read from docker-compose.yml and Dockerfile;
only names and ports of services become addresses of this machine. Needs nginx and redis-server on
the PATH, and a PostgreSQL server in DATABASE_URL (a database is made there and dropped at the end).
With --hold it stays up until Ctrl-C. Exits 1 with a line for what is not as it should be.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import yaml

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("DATABASE_URL") or "postgres://postgres:postgres@127.0.0.1:5432/postgres"
SECONDS = 180
VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]+)(?::?([-?])([^}]*))?\}|\$)")


def main() -> int:
    """Start everything in the order of its dependencies, look at it, stop it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hold", action="store_true", help="stay up until Ctrl-C")
    options = parser.parse_args()
    if missing := [name for name in ("nginx", "redis-server") if not shutil.which(name)]:
        sys.stderr.write(f"make stack needs {' and '.join(missing)} on the PATH.\n")
        return 1
    with contextlib.ExitStack() as stack:
        running = Stack(stack)
        running.start()
        wrong = running.look()
        for line in wrong:
            sys.stderr.write(f"not as it should be: {line}\n")
        if options.hold:
            print(f"The stack is up: {running.url} (Ctrl-C ends it)", flush=True)
            with contextlib.suppress(KeyboardInterrupt):
                signal.pause()
        return 1 if wrong else 0


class Stack:
    """The services of docker-compose.yml as processes of this machine."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self.stack = stack
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="stack-")))
        self.ports = {n: _free_port() for n in ("web", "redis", "queue", "http", "https")}
        self.url = f"https://localhost:{self.ports['https']}"
        self.database = f"shop_stack_{os.getpid()}"
        said = {
            "SECRET_KEY": "stack-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
            "POSTGRES_PASSWORD": "not-asked-for-here",
            "SITE_URL": self.url,
            "PAYMENTS_ALLOW_DEMO": "1",
        }
        text = (ROOT / "docker-compose.yml").read_text()
        self.services: dict[str, Any] = yaml.safe_load(_interpolated(text, said))["services"]
        self.logs: dict[str, Path] = {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """PostgreSQL's database and both Redis first, then migrate, then the rest."""
        self.stack.enter_context(_database(self.database))
        for name in ("redis", "queue"):
            self._redis(name)
        self._run_once("collectstatic", [sys.executable, "manage.py", "collectstatic", "--noinput"])
        self._run_once("migrate", self._command("migrate"))
        for name in ("web", "worker", "beat"):
            self._run(name, self._command(name))
        self._proxy()
        self._wait("the proxy", lambda: self.ask("/healthz")[0] == 200)

    def environment(self, service: str) -> dict[str, str]:
        """What the compose file gives the service, with this machine's addresses in it."""
        port, queue = self.ports["redis"], self.ports["queue"]
        given = {name: str(value) for name, value in self.services[service]["environment"].items()}
        server, _slash, _name = SERVER.rpartition("/")
        given["DATABASE_URL"] = f"{server}/{self.database}"
        given["REDIS_URL"] = given["REDIS_URL"].replace("redis:6379", f"127.0.0.1:{port}")
        given["CELERY_BROKER_URL"] = given["CELERY_BROKER_URL"].replace(
            "queue:6379", f"127.0.0.1:{queue}"
        )
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | given | {"VAR_DIR": str(self.folder / "var"), "HOSTNAME": "stack"}

    def _command(self, service: str) -> list[str]:
        written = self.services[service].get("command")
        if written is None:  # the image's own
            found = re.search(r"^CMD (\[.*?\])", (ROOT / "Dockerfile").read_text(), re.M | re.S)
            assert found is not None
            command = json.loads(found[1].replace("\\\n", ""))
        else:
            command = shlex.split(written)
        command = [
            part.replace("0.0.0.0:8000", f"127.0.0.1:{self.ports['web']}") for part in command
        ]
        if command[0] == "python":
            return [sys.executable, *command[1:]]
        return [sys.executable, "-m", *command]

    def _proxy(self) -> None:
        values = {name: str(v) for name, v in self.services["proxy"]["environment"].items()}
        pages = self.folder / "pages"
        pages.mkdir()
        shutil.copy(ROOT / "templates/maintenance.html", pages)
        values |= {
            "SHOP_UPSTREAM": f"127.0.0.1:{self.ports['web']}",
            "SHOP_HTTP_PORT": str(self.ports["http"]),
            "SHOP_HTTPS_PORT": str(self.ports["https"]),
            "SHOP_CERTIFICATES": str(self.folder / "var/certificates"),
            "SHOP_MEDIA": str(self.folder / "var/media"),
            "SHOP_PAGES": str(pages),
        }
        text = (ROOT / "docker/nginx/shop.conf.template").read_text()
        for name, value in values.items():
            text = text.replace(f"${{{name}}}", value)
        (self.folder / "shop.conf").write_text(text)
        # What the image brings along, as far as it matters.
        (self.folder / "nginx.conf").write_text(
            f"pid {self.folder}/nginx.pid;\nerror_log stderr;\nworker_processes 2;\n"
            "events {}\nhttp {\n  types { text/html html; image/avif avif; image/jpeg jpg; }\n"
            + "".join(
                f"  {kind}_temp_path {self.folder}/{kind};\n"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            + f"  access_log off;\n  include {self.folder}/shop.conf;\n}}\n"
        )
        command = ["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        self._run("proxy", [*command, "-e", "stderr", "-g", "daemon off;"])

    def _redis(self, name: str) -> None:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        command = shlex.split(self.services[name]["command"])
        self._run(name, [*command, "--port", str(self.ports[name]), "--dir", str(folder)])

    def _run(self, name: str, command: list[str]) -> None:
        log = self.logs[name] = self.folder / f"{name}.log"
        process = self.stack.enter_context(_running(command, self._of(name), log))
        self.processes[name] = process
        self._wait(name, lambda: process.poll() is None, seconds=0.3, steady=True)

    def _run_once(self, name: str, command: list[str]) -> None:
        log = self.logs[name] = self.folder / f"{name}.log"
        with log.open("w") as file:
            done = subprocess.run(
                command, cwd=ROOT, env=self._of("migrate"), stdout=file, stderr=file, check=False
            )
        if done.returncode:
            raise RuntimeError(f"{name} failed:\n{log.read_text()[-3000:]}")

    def _of(self, name: str) -> dict[str, str]:
        return (
            self.environment(name)
            if name in ("web", "worker", "beat", "migrate")
            else {"PATH": os.environ["PATH"]}
        )

    def _wait(
        self,
        what: str,
        ready: Callable[[], bool],
        *,
        seconds: float = SECONDS,
        steady: bool = False,
    ) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if ready() != steady:
                break
            time.sleep(0.1)
        if not ready():
            logs = "\n".join(log.read_text()[-1500:] for log in self.logs.values() if log.exists())
            raise RuntimeError(f"{what} does not run:\n{logs}")

    def ask(self, path: str, *, host: str = "localhost", secure: bool = True) -> tuple[int, Any]:
        """Status and headers of an answer through the proxy; 0 where there is none."""
        trusting = ssl.create_default_context(
            cafile=str(self.folder / "var/certificates/fullchain.pem")
        )
        connection: http.client.HTTPConnection
        if secure:
            connection = http.client.HTTPSConnection(
                "localhost", self.ports["https"], timeout=30, context=trusting
            )
        else:
            connection = http.client.HTTPConnection("localhost", self.ports["http"], timeout=30)
        try:
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers
        except OSError:
            return 0, {}
        finally:
            connection.close()

    def look(self) -> list[str]:
        """What is not as it should be."""
        wrong = []

        def expect(what: str, holds: Any) -> None:
            print(f"{'ok ' if holds else 'NO '} {what}", flush=True)
            if not holds:
                wrong.append(what)

        self._wait("readiness", lambda: self.ask("/readyz")[0] == 200, seconds=30)
        status, headers = self.ask("/")
        expect("the home page answers through nginx, TLS and gunicorn", status == 200)
        expect("with HSTS", "max-age=" in headers.get("Strict-Transport-Security", ""))
        expect("with a content security policy", headers.get("Content-Security-Policy"))
        expect("with the id of the request", headers.get("X-Request-ID"))
        expect("without a cookie", not headers.get("Set-Cookie"))
        again = [self.ask("/")[1].get("Cache-Status") for _ in range(3)][-1]
        expect("and then from the page cache in Redis", again == "shop; hit")
        status, headers = self.ask("/accounts/login/")
        cookies = headers.get_all("Set-Cookie") or []
        expect("cookies are for HTTPS alone", cookies and all("Secure" in c for c in cookies))
        status, headers = self.ask("/", secure=False)
        expect(
            "plain HTTP leads to HTTPS", status == 301 and headers["Location"].startswith("https")
        )
        expect("a foreign host is refused (400)", self.ask("/", host="evil.example")[0] == 400)
        expect("static files have names of their content", self._static())
        lines = [
            line for line in self.logs["web"].read_text().splitlines() if '"shop.requests"' in line
        ]
        expect("each request is a line of JSON", lines and json.loads(lines[-1])["request"])
        expect("without addresses", not any("/accounts/" in line for line in lines))
        expect("beat sends and the worker works", self._worked())
        self.processes["redis"].terminate()
        self.processes["redis"].wait()
        expect("without Redis it is not ready", self.ask("/readyz")[0] == 503)
        expect("but up", self.ask("/healthz")[0] == 200)
        expect("and it sells on", self.ask("/")[0] == 200)
        self._redis("redis")
        expect("and heals when Redis is back", self._healed())
        self.processes["web"].terminate()
        self.processes["web"].wait()
        status, headers = self.ask("/")
        away = status == 503 and headers.get("Retry-After")
        expect("without the web service the proxy says that it is away", away)
        return wrong

    def _static(self) -> bool:
        manifest = json.loads((self.folder / "var/static/staticfiles.json").read_text())
        name = next(new for old, new in manifest["paths"].items() if old.endswith("tokens.css"))
        status, headers = self.ask(f"/static/{name}")
        return status == 200 and "immutable" in headers.get("Cache-Control", "")

    def _healed(self) -> bool:
        for _ in range(10):
            if self.ask("/")[1].get("Cache-Status") == "shop; hit":
                return True
            time.sleep(0.5)
        return False

    def _worked(self) -> bool:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if "succeeded" in self.logs["worker"].read_text():
                return True
            time.sleep(0.5)
        return False


def _interpolated(text: str, said: dict[str, str]) -> str:
    """The compose file with its variables, as Compose fills them in."""

    def value(found: re.Match[str]) -> str:
        name, sign, rest = found.groups()
        if name is None:
            return "$"
        if given := said.get(name):
            return given
        if sign == "?":
            raise SystemExit(f"{name}: {rest}")
        return rest or ""

    return VARIABLE.sub(value, text)


@contextlib.contextmanager
def _database(name: str) -> Iterator[None]:
    server = psycopg2.connect(SERVER)
    server.autocommit = True
    cursor = server.cursor()
    cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield
    finally:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        server.close()


@contextlib.contextmanager
def _running(
    command: list[str], environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())

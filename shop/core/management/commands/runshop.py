"""The whole shop on one machine: `make run`."""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from oscar.core.loading import get_model

from shop.core import ports
from shop.core.supervisor import Program, Supervisor

# How long the web process may take to answer for the first time, in seconds.
PATIENCE = 120
DEMO_PASSWORD = "demo-shop-2026"
DEMO_PEOPLE = (
    ("shopper@example.com", "buys; has an account"),
    ("merchandiser@example.com", "edits pages in the CMS"),
    ("publisher@example.com", "approves pages in the CMS"),
    ("orders@example.com", "ships and refunds in the dashboard"),
    ("catalogue@example.com", "keeps products, prices and stock"),
    ("admin@example.com", "may do everything"),
)


class Command(BaseCommand):
    """Migrates, loads the demo the first time, and runs web, worker and scheduler together."""

    help = "Runs the shop for development: database, demo data, web, Celery worker and beat."
    # The web process checks the project, and at every change again.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000", help="where the shop listens")
        parser.add_argument("--no-demo", action="store_true", help="start with an empty shop")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("runshop is for development; see docker-compose.yml for the rest.")
        if problem := ports.refusal(options["port"]):
            raise CommandError(problem)
        self._migrate()
        if not options["no_demo"]:
            self._load_demo()
        connections.close_all()
        status = self._run(options["port"])
        sys.stdout.flush()
        # Everything is stopped and written; taking Django apart object by object takes seconds.
        os._exit(status)

    def _migrate(self) -> None:
        """Bring the database up to date; says nothing when it is."""
        name = settings.DATABASES["default"]["NAME"]
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        self.stdout.write(f"Preparing the database ({connection.vendor}: {_short(name)}) ...")
        call_command("migrate", verbosity=0, interactive=False, bar=True, stdout=self.stdout)

    def _load_demo(self) -> None:
        """Load the demo unless it was loaded whole into this database before."""
        done = settings.VAR_DIR / "demo-loaded"
        if done.exists() and get_model("catalogue", "Product").objects.exists():
            return
        call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        done.parent.mkdir(parents=True, exist_ok=True)
        done.touch()

    def _run(self, port: str) -> int:
        """Run the three programs until the person stops them or one dies; returns the status."""
        address = f"http://127.0.0.1:{port}"
        environment = {
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            # Links in mails and feeds lead to the port that was chosen.
            "SITE_URL": os.environ.get("SITE_URL", address),
            "DJANGO_RUNSERVER_HIDE_WARNING": "true",
        }
        # In a container everything runs as root, and on one's own machine it may.
        as_root = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
        celery = (sys.executable, "-m", "celery", "--quiet", "-A", "shop")
        programs = (
            # runserver serves static files and pictures, and notices changed code and templates.
            Program(
                "web", (sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"), environment
            ),
            # Threads: one process, and a picture in the making leaves room for a mail.
            Program(
                "worker",
                (
                    *(*celery, "worker", "--loglevel=INFO", "--pool=threads", "--concurrency=2"),
                    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
                ),
                {**environment, **as_root},
            ),
            Program("beat", (*celery, "beat", "--loglevel=WARNING", "--pidfile="), environment),
        )
        supervisor = Supervisor(programs, sys.stdout)
        self.stdout.write("Starting web, worker and scheduler ...")
        return supervisor.run(lambda: self._announce(supervisor, address))

    def _announce(self, supervisor: Supervisor, address: str) -> None:
        """Wait until the home page answers, then say where everything is."""
        deadline = time.monotonic() + PATIENCE
        problem = "no answer"
        while time.monotonic() < deadline and not supervisor.stopping:
            try:
                with urllib.request.urlopen(f"{address}/", timeout=30):
                    break
            except urllib.error.HTTPError as error:
                # It answers, only not well: whoever develops wants to see the page.
                supervisor.say("shop", f"The home page answers with status {error.code}.")
                break
            except OSError as error:
                problem = str(error)
                time.sleep(0.2)
        else:
            if not supervisor.stopping:
                supervisor.say("shop", f"Nothing answers at {address} yet: {problem}")
            return
        for line in _welcome(address):
            supervisor.say("shop", line)


def _welcome(address: str) -> list[str]:
    """Return the addresses and the demo's logins, line by line."""
    return [
        "",
        f"The shop        {address}/",
        f"The CMS         {address}/cms/",
        f"The dashboard   {address}/dashboard/",
        f"Mails           files below {_short(settings.EMAIL_FILE_PATH)}"
        if "filebased" in settings.EMAIL_BACKEND
        else f"Mails           {settings.EMAIL_HOST}",
        "",
        f"Demo accounts, all with the password {DEMO_PASSWORD}:",
        *(f"  {email:<26}{role}" for email, role in DEMO_PEOPLE),
        "",
        "Ctrl-C stops everything.",
        "",
    ]


def _short(path: object) -> str:
    """Return a path as seen from the project's folder, anything else as it is."""
    text = str(path)
    base = str(Path(settings.BASE_DIR)) + "/"
    return text.removeprefix(base)

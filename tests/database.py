"""The tests' database: migrated once, kept as a template, copied for every worker.

The template stands as long as the migrations and the locked packages are unchanged; each run
only brings it up to date (what `post_migrate` makes may have changed). A transactional test is
cleaned up by copying again, which is quicker than emptying every table and keeps what the
migrations made: groups, the page tree's root, the site.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".pytest_cache" / "databases"
# Two checkouts on one machine may share a PostgreSQL server.
CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# The process that leads the run: its workers share a template that is brought up to date once.
RUN = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()


def provide() -> Database:
    """Point the default connection at this worker's own copy of the template."""
    kind = {"sqlite": SqliteDatabase, "postgresql": PostgresDatabase}[connection.vendor]
    database = kind(_key())
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _alone():
        database.remove_left_overs()
        brought_up = FOLDER / f"{database.template}-{RUN}.up-to-date"
        if not brought_up.exists():
            database.prepare_template()
            brought_up.touch()
        database.copy()
    setattr(TransactionTestCase, "_fixture_teardown", lambda self: database.copy())  # noqa: B010
    return database


class Database:
    """What SQLite and PostgreSQL do alike."""

    def __init__(self, key: str) -> None:
        self.template = f"test_shop_{CHECKOUT}_{key}"
        self.name = f"test_shop_{CHECKOUT}_run{RUN}_{WORKER}"

    def prepare_template(self) -> None:
        """Migrate the template; a moment when it stands already."""
        raise NotImplementedError

    def copy(self) -> None:
        """Make this worker's database a fresh copy of the template, and connect to it."""
        raise NotImplementedError

    def drop(self) -> None:
        """Remove this worker's database."""
        raise NotImplementedError

    def remove_left_overs(self) -> None:
        """Remove older templates, and databases of runs that were killed."""
        for name in self.existing():
            part = name.removeprefix(f"test_shop_{CHECKOUT}_")
            if part.startswith("run"):
                if not _alive(int(part.removeprefix("run").partition("_")[0])):
                    self.remove(name)
            elif name != self.template:
                self.remove(name)
        for marker in FOLDER.glob("*.up-to-date"):
            if not _alive(int(marker.stem.rpartition("-")[2])):
                marker.unlink(missing_ok=True)

    def existing(self) -> list[str]:
        """Return the names of this checkout's databases."""
        raise NotImplementedError

    def remove(self, name: str) -> None:
        """Remove one database."""
        raise NotImplementedError

    def connect(self, name: str) -> None:
        """Let the default connection use the named database from now on."""
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = self.location(name)
        connection.settings_dict["NAME"] = self.location(name)

    def location(self, name: str) -> str:
        """Return what the engine calls the named database."""
        return name


class SqliteDatabase(Database):
    """Files below .pytest_cache."""

    def prepare_template(self) -> None:
        self.connect(self.template)
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()

    def copy(self) -> None:
        connections.close_all()
        # Copying through SQLite is safe while a live server's thread still reads.
        with (
            closing(sqlite3.connect(_file(self.template))) as template,
            closing(sqlite3.connect(_file(self.name), timeout=20)) as copy,
        ):
            template.backup(copy)
        self.connect(self.name)

    def drop(self) -> None:
        connections.close_all()
        self.remove(self.name)

    def location(self, name: str) -> str:
        return str(_file(name))

    def existing(self) -> list[str]:
        return [path.stem for path in FOLDER.glob(f"test_shop_{CHECKOUT}_*.sqlite3")]

    def remove(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{_file(name)}{suffix}").unlink(missing_ok=True)


class PostgresDatabase(Database):
    """Databases of the server that DATABASE_URL names."""

    def prepare_template(self) -> None:
        if self.template not in self.existing():
            # Built under another name: a run that is stopped must leave no half template.
            building = f"test_shop_{CHECKOUT}_run{RUN}_building"
            self._run(f'DROP DATABASE IF EXISTS "{building}"', f'CREATE DATABASE "{building}"')
            self._migrate(building)
            self._run(f'ALTER DATABASE "{building}" RENAME TO "{self.template}"')
        else:
            self._migrate(self.template)

    def copy(self) -> None:
        connections.close_all()
        self._run(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
            f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"',
        )
        self.connect(self.name)

    def drop(self) -> None:
        connections.close_all()
        self.remove(self.name)

    def existing(self) -> list[str]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s",
                [f"test\\_shop\\_{CHECKOUT}\\_%"],
            )
            return [name for (name,) in cursor.fetchall()]

    def remove(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _migrate(self, name: str) -> None:
        self.connect(name)
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()

    def _run(self, *statements: str) -> None:
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _key() -> str:
    """Return a key that changes with the migrations: ours, and those of the locked packages."""
    digest = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    for path in sorted(ROOT.glob("shop/**/migrations/*.py")):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def _file(name: str) -> Path:
    return FOLDER / f"{name}.sqlite3"


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _alone() -> Iterator[None]:
    """Keep the workers of all runs in this checkout out meanwhile."""
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""Migrations are complete, and in the order that keeps the first start short."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

LONG_HISTORIES = "wagtail"


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, verbosity=1)
    except SystemExit:
        pytest.fail(said.getvalue())


@pytest.mark.django_db
def test_the_copied_database_needs_no_migration() -> None:
    call_command("migrate", check_unapplied=True, verbosity=0, stdout=io.StringIO())


def test_wagtails_histories_are_applied_before_oscars_models_stand() -> None:
    """Each of their steps renders the models that stand by then (docs/adr/0005)."""
    graph = MigrationLoader(None).graph
    order: list[tuple[str, str]] = []
    for leaf in graph.leaf_nodes():
        order.extend(node for node in graph.forwards_plan(leaf) if node not in order)

    last_of_wagtail = max(
        index for index, (app, _) in enumerate(order) if app.startswith(LONG_HISTORIES)
    )

    assert last_of_wagtail < order.index(("catalogue", "0001_initial"))


@pytest.mark.django_db
def test_migrate_tells_how_far_it_is() -> None:
    said = io.StringIO()

    call_command("migrate", "sites", verbosity=0, bar=True, stdout=said)

    assert said.getvalue() == "", "nothing to do, nothing to say"
    assert connection.vendor in {"sqlite", "postgresql"}

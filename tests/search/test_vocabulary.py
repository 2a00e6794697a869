"""The words that corrections are taken from, and a PostgreSQL without pg_trgm."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection

from shop.catalogue.models import Product
from shop.search.operations import TrigramWhereAllowed
from shop.search.selectors import corrections, find
from tests.factories import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("goods")]


def known() -> dict[str, bool]:
    """The words, and whether they stand in a title."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT term, titled FROM search_vocabulary")
        return {term: bool(titled) for term, titled in cursor.fetchall()}


def test_every_word_of_the_index_is_known_at_once() -> None:
    make_product("Cobalt Jug", description="Thrown in Stoke.")

    words = known()

    assert words["cobalt"]
    assert not words["stoke"]
    Product.objects.get(slug="cobalt-jug").delete()
    make_product("Stoke")
    assert known()["stoke"]


def test_a_word_of_a_title_is_preferred() -> None:
    make_product("Blue Vase", description="On a base of oak.")

    # As far from "base" as from "vase".
    assert find("case").instead == "vase"


def test_words_differ_in_number_without_being_wrong() -> None:
    assert corrections.same_word("Mugs", "mug")
    assert corrections.same_word("dish", "dishes")
    assert not corrections.same_word("mug", "rug")


@pytest.fixture
def without_trigrams(goods: None) -> Iterator[None]:
    """A role that may not create extensions, in a database that lacks this one."""
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
        cursor.execute("CREATE ROLE search_test_nobody")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO search_test_nobody")
        cursor.execute("SET LOCAL ROLE search_test_nobody")
    corrections.has_trigrams.cache_clear()
    yield
    corrections.has_trigrams.cache_clear()


@pytest.mark.postgres
@pytest.mark.usefixtures("without_trigrams")
def test_a_role_without_the_right_is_told_what_to_do_and_the_shop_works(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with connection.schema_editor() as editor:
        TrigramWhereAllowed().database_forwards("search", editor, apps, apps)

    said = capsys.readouterr().err
    assert "CREATE EXTENSION IF NOT EXISTS pg_trgm;" in said
    assert "CREATE INDEX IF NOT EXISTS search_vocabulary_similar" in said
    assert find("stonware").instead == "stoneware"


@pytest.mark.postgres
def test_the_index_for_similar_words_is_used() -> None:
    assert corrections.has_trigrams()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + corrections.BY_TRIGRAMS, [["stonware"], 2])
        plan = "\n".join(row for (row,) in cursor.fetchall())

    assert "search_vocabulary_similar" in plan


@pytest.mark.postgres
def test_the_index_of_words_is_asked_first() -> None:
    from wagtail.search.backends import get_search_backend

    product = Product.objects.filter(slug="oak-tray")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO wagtailsearch_indexentry (content_type_id, object_id, title_norm,
                autocomplete, title, body, title_text, body_text)
            SELECT content_type_id, number, 1, '', to_tsvector('thing ' || number), '', '', ''
            FROM generate_series(100000, 105000) AS number, wagtailsearch_indexentry
            WHERE object_id = %s AND title_text = 'Oak Tray'
            """,
            [str(product.get().pk)],
        )
        cursor.execute("ANALYZE wagtailsearch_indexentry")
        cursor.execute("ANALYZE catalogue_product")
        # So few products invite to read them all; what was put in just now waits beside the index.
        cursor.execute("SELECT gin_clean_pending_list('search_indexentry_text')")
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = get_search_backend().search("oak", Product.objects.filter(is_public=True))
        sql, values = found.get_queryset().query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(row for (row,) in cursor.fetchall())

    assert "search_indexentry_text" in plan

"""The database's own index, asked in the order that suits PostgreSQL.

Wagtail's query joins every product to its entry by a key that is cast to text, which reads the
whole table however few match. This one asks the index first and fetches what it named. What is
found, and in which order, is the same; SQLite keeps Wagtail's backend.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.fields.related import RelatedField
from django.db.models.functions import Cast
from modelsearch.query import And, Or, Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks

from shop.core import page_cache


class Telling:
    """What was written to the index makes what was found in it a miss."""

    def add(self, obj: Any) -> None:
        super().add(obj)  # type: ignore[misc]
        page_cache.forget(page_cache.sources.SEARCH)

    def add_bulk(self, model: Any, obj_list: Any) -> None:
        super().add_bulk(model, obj_list)  # type: ignore[misc]
        page_cache.forget(page_cache.sources.SEARCH)

    def delete(self, obj: Any) -> None:
        super().delete(obj)  # type: ignore[misc]
        page_cache.forget(page_cache.sources.SEARCH)


if connection.vendor == "postgresql":
    from django.contrib.postgres.search import SearchVectorField
    from modelsearch.backends.database.postgres.postgres import (
        PostgresAutocompleteQueryCompiler,
        PostgresSearchBackend,
        PostgresSearchQueryCompiler,
    )
    from wagtail.search.models import IndexEntry

    class IndexFirst:
        """A query compiler that has the index name the keys."""

        vectors: tuple[tuple[str, str | None], ...]

        def search(self: Any, config: Any, start: Any, stop: Any, **options: Any) -> QuerySet:
            """The objects that match, ordered by relevance unless the queryset has an order."""
            if self.fields is not None or not isinstance(self.query, (And, Or, Phrase, PlainText)):
                return super().search(  # type: ignore[misc]
                    config, start, stop, **options
                )
            asked = self.build_tsquery(self.query, config=config)
            if asked is None:
                return self.queryset.none()
            model = self.queryset.model
            key = model._meta.pk
            while isinstance(key, RelatedField):
                key = key.target_field
            entries = IndexEntry.objects.filter(
                content_type__in=get_descendants_content_types_pks(model)
            )
            whole: Any = F(self.vectors[0][0])
            for vector, _ in self.vectors[1:]:
                # As the index in the migration has it.
                whole = CombinedExpression(whole, "||", F(vector), output_field=SearchVectorField())
            matching = entries.annotate(_whole=whole).filter(_whole=asked)
            queryset = self.queryset.filter(
                pk__in=matching.annotate(key=Cast("object_id", key)).values("key")
            )
            rank = self._build_rank_expression(
                [(F(vector), F(norm) if norm else 1.0) for vector, norm in self.vectors], config
            )
            own_entry = entries.filter(
                object_id=Cast(OuterRef("pk"), IndexEntry._meta.get_field("object_id"))
            )
            relevance = Subquery(own_entry.annotate(rank=rank).values("rank")[:1])
            return self._apply_ordering_and_scoring(
                queryset, relevance, start, stop, options.get("score_field")
            )

    class SearchCompiler(IndexFirst, PostgresSearchQueryCompiler):
        """Whole words, anywhere."""

        vectors = (("title", "title_norm"), ("body", None))

    class AutocompleteCompiler(IndexFirst, PostgresAutocompleteQueryCompiler):
        """Beginnings of words, in titles and codes."""

        vectors = (("autocomplete", None),)

    class SearchBackend(Telling, PostgresSearchBackend):
        """Wagtail's PostgreSQL index with our two compilers."""

        query_compiler_class = SearchCompiler
        autocomplete_query_compiler_class = AutocompleteCompiler

else:
    from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend

    class SearchBackend(Telling, SQLiteSearchBackend):  # type: ignore[no-redef]
        """Wagtail's SQLite index."""

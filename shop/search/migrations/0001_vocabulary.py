"""The words of the search index, so that a misspelt one is told from a rare one.

SQLite keeps them itself: `search_vocabulary` is a view on the full text index. On PostgreSQL a
trigger notes the words of every entry that is written, whoever writes it; a word stays when its
last entry goes, which does no harm: a correction is only offered when it finds something.
Also the index that wagtail.search's queries for `title || body` need.
"""

from django.db import migrations

from shop.search.operations import TrigramWhereAllowed

SQLITE = [
    "CREATE VIRTUAL TABLE search_words USING fts5vocab('wagtailsearch_indexentry_fts', 'col')",
    """
    CREATE VIEW search_vocabulary AS
    SELECT term, MAX(col = 'title') AS titled FROM search_words GROUP BY term
    """,
]
SQLITE_BACK = ["DROP VIEW search_vocabulary", "DROP TABLE search_words"]

POSTGRESQL = [
    """
    CREATE TABLE search_vocabulary (
        term text PRIMARY KEY,
        titled boolean NOT NULL
    )
    """,
    """
    CREATE FUNCTION search_note_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        -- In alphabetical order, so that two writers of the same words wait for each other
        -- instead of locking each other out.
        INSERT INTO search_vocabulary AS known (term, titled)
        SELECT term, bool_or(titled) FROM (
            SELECT lexeme AS term, true AS titled
            FROM unnest(to_tsvector('simple', NEW.title_text))
            UNION ALL
            SELECT lexeme, false FROM unnest(to_tsvector('simple', NEW.body_text))
        ) AS words
        WHERE term ~ '^[[:alpha:]]{2,40}$'
            AND NOT EXISTS (
                SELECT FROM search_vocabulary AS there
                WHERE there.term = words.term AND there.titled >= words.titled
            )
        GROUP BY term ORDER BY term
        ON CONFLICT (term) DO UPDATE SET titled = true
        WHERE excluded.titled AND NOT known.titled;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_note_words AFTER INSERT OR UPDATE OF title_text, body_text
    ON wagtailsearch_indexentry FOR EACH ROW EXECUTE FUNCTION search_note_words()
    """,
    """
    CREATE INDEX search_indexentry_text
    ON wagtailsearch_indexentry USING gin ((title || body))
    """,
    # What stands in the index already.
    "UPDATE wagtailsearch_indexentry SET title_text = title_text",
]
POSTGRESQL_BACK = [
    "DROP INDEX search_indexentry_text",
    "DROP TRIGGER search_note_words ON wagtailsearch_indexentry",
    "DROP FUNCTION search_note_words",
    "DROP TABLE search_vocabulary",
]


def forwards(apps, schema_editor):
    _run(schema_editor, sqlite=SQLITE, postgresql=POSTGRESQL)


def backwards(apps, schema_editor):
    _run(schema_editor, sqlite=SQLITE_BACK, postgresql=POSTGRESQL_BACK)


def _run(schema_editor, **statements):
    for statement in statements.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
        TrigramWhereAllowed(),
    ]

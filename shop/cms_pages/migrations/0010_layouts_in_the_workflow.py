"""Layouts may be submitted for approval as pages are, in the workflow of all pages."""

from django.db import migrations


def submit_layouts(apps, schema_editor):
    using = schema_editor.connection.alias
    ContentType = apps.get_model("contenttypes", "ContentType")
    workflow_page = (
        apps.get_model("wagtailcore", "WorkflowPage").objects.using(using).filter(page__depth=1)
    ).first()
    if workflow_page is None:
        return
    layouts, _created = ContentType.objects.using(using).get_or_create(
        app_label="cms_pages", model="productlayout"
    )
    apps.get_model("wagtailcore", "WorkflowContentType").objects.using(using).get_or_create(
        content_type=layouts, defaults={"workflow_id": workflow_page.workflow_id}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cms_pages", "0009_words_of_the_shop"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(submit_layouts, migrations.RunPython.noop, elidable=False),
    ]

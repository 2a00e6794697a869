"""Replace Wagtail's welcome page by an empty home page, and its first groups by ours.

A shop without the demo starts sensibly: a home page, the two index pages, the default site.
"""

from django.conf import settings
from django.db import migrations
from django.utils import timezone

INDEXES = [
    ("shopindexpage", "ShopIndexPage", "Shop", "shop"),
    ("productindexpage", "ProductIndexPage", "Products", "products"),
]
GROUPS = {"Editors": "Merchandisers", "Moderators": "Publishers"}


def make_first_pages(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    welcome = Page.objects.filter(depth=2, path="00010001").first()
    if welcome is None or welcome.numchild or welcome.content_type.model != "page":
        return  # a tree that somebody has already planted

    # The tree keeps its shape, so the welcome page's place is taken, not freed and filled again.
    Site.objects.filter(root_page=welcome).delete()
    welcome.delete()
    locale, _ = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    name = settings.OSCAR_SHOP_NAME
    home = _page(
        apps,
        "homepage",
        "HomePage",
        locale,
        title=name,
        slug="home",
        path="00010001",
        numchild=len(INDEXES),
        url_path="/home/",
    )
    for number, (model, class_name, title, slug) in enumerate(INDEXES, start=1):
        _page(
            apps,
            model,
            class_name,
            locale,
            title=title,
            slug=slug,
            path=f"00010001{number:04d}",
            numchild=0,
            url_path=f"/home/{slug}/",
        )
    Site.objects.create(
        hostname="localhost",
        port=80,
        site_name=name,
        root_page_id=home.pk,
        is_default_site=True,
    )


def _page(apps, model, class_name, locale, *, path, title, **fields):
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _ = ContentType.objects.get_or_create(app_label="cms_pages", model=model)
    now = timezone.now()
    return apps.get_model("cms_pages", class_name).objects.create(
        path=path,
        depth=len(path) // 4,
        title=title,
        draft_title=title,
        content_type=content_type,
        locale=locale,
        live=True,
        first_published_at=now,
        last_published_at=now,
        **fields,
    )


def rename_groups(apps, schema_editor):
    """Wagtail's first groups become ours, so its approval workflow and page permissions stay."""
    Group = apps.get_model("auth", "Group")
    Task = apps.get_model("wagtailcore", "Task")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    for old, new in GROUPS.items():
        if not Group.objects.filter(name=new).exists():
            Group.objects.filter(name=old).update(name=new)
    Task.objects.filter(name="Moderators approval").update(name="Approval by a publisher")
    Workflow.objects.filter(name="Moderators approval").update(name="Approval by a publisher")


class Migration(migrations.Migration):
    dependencies = [
        ("cms_pages", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailredirects", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(make_first_pages, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(rename_groups, migrations.RunPython.noop, elidable=False),
    ]

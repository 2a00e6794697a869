"""The journal: stories with things in them that one can buy."""

from typing import Any, ClassVar

from django.core.paginator import InvalidPage, Paginator
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page
from wagtail.search import index

from shop.cms_pages.blocks import content_sections
from shop.cms_pages.fields import SectionsField
from shop.cms_pages.models.pages import SectionsPage, StorePage
from shop.cms_pages.page_data import article_data, as_script, seller_data
from shop.core import page_cache
from shop.core.addresses import absolute_url
from shop.core.brand import brand
from shop.media.selectors import picture

STORIES_A_PAGE = 12
STORIES_AFTER_A_STORY = 3


class JournalPage(StorePage):
    """The list of stories, the newest first."""

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences below the title."),
    )

    template = "pages/journal.html"
    page_icon = "history"
    parent_page_types: ClassVar = ["cms_pages.HomePage"]
    subpage_types: ClassVar = ["cms_pages.ArticlePage"]
    page_description = _("Lists the stories below it, the newest first.")
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("journal")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """A page of stories: three queries whatever their number. Raises Http404 past the last."""
        from shop.cms_pages.stories import newest_stories, story

        context = super().get_context(request, *args, **kwargs)
        below = newest_stories().child_of(self)
        try:
            page = Paginator(below, STORIES_A_PAGE).page(request.GET.get("page", 1))
        except InvalidPage as error:
            raise Http404(_now("There is no such page.")) from error
        if request.GET.get("page") == str(page.number):
            page_cache.everybodys([("page", str(page.number))])
        articles = list(page.object_list)
        prefetch_related_objects([one.picture for one in articles if one.picture], "renditions")
        page.object_list = [story(article) for article in articles]
        context["stories"] = page
        here = self.get_url(request) or ""
        if page.has_previous():
            number = page.previous_page_number()
            context["previous_url"] = here + (f"?page={number}" if number > 1 else "")
        if page.has_next():
            context["next_url"] = f"{here}?page={page.next_page_number()}"
        if page.number > 1 and not self.canonical_address:
            context["canonical_url"] = f"{absolute_url(here)}?page={page.number}"
        leading = next((one.picture for one in page.object_list if one.picture), None)
        context.setdefault("meta_picture", leading)
        context["structured_data"] = as_script(*self.structured_data(context))
        return context


class ArticlePage(SectionsPage):
    """A story."""

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences below the title; lists of stories show them too."),
    )
    picture = models.ForeignKey(
        "media.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Large above the story, and in lists of stories."),
    )
    author = models.CharField(_("author"), max_length=80, blank=True)
    published_on = models.DateField(_("date"), default=localdate)
    body = SectionsField(
        content_sections(),
        verbose_name=_("sections"),
        blank=True,
        help_text=_("From top to bottom."),
    )

    template = "pages/article.html"
    page_icon = "openquote"
    parent_page_types: ClassVar = ["cms_pages.JournalPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("A story: words, pictures, and products one can buy from it.")
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("picture"),
        FieldRowPanel([FieldPanel("author"), FieldPanel("published_on")]),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.SearchField("author"),
        index.FilterField("published_on"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The story's picture, and other stories. Two or three queries beside its sections."""
        from shop.cms_pages.stories import newest_stories, story

        others = list(newest_stories().sibling_of(self, inclusive=False)[:STORIES_AFTER_A_STORY])
        images = [one.picture for one in (self, *others) if one.picture]
        prefetch_related_objects(images, "renditions")
        self.lead = picture(self.picture) if self.picture else None
        context = super().get_context(request, *args, **kwargs)
        context["lead"] = self.lead
        if self.lead and not self.social_picture_id:
            context["meta_picture"] = self.lead
        context["others"] = [story(one) for one in others]
        return context

    def structured_data(self, context: dict[str, Any]) -> list[dict[str, Any] | None]:
        """The story for search engines."""
        article = article_data(
            url=context["canonical_url"],
            headline=self.title,
            description=self.search_description or self.introduction,
            author=self.author,
            publisher=seller_data(brand()),
            picture=self.lead or context["meta_picture"],
            published=self.published_on,
            changed=self.last_published_at,
        )
        return [article, *super().structured_data(context)]

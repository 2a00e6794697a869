"""Where editors say what searches find: other words for the same, and what comes first."""

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from shop.search.models import Promotion, Synonym


def _shown(promotion: Promotion) -> str:
    """How many of the results shoppers come to, and whether some are gone."""
    words = ngettext("%(n)d result", "%(n)d results", promotion.total) % {"n": promotion.total}
    if promotion.gone:
        gone = _now("%(n)d not shown: no longer sold or published") % {"n": promotion.gone}
        return f"{words}, {gone}"
    return words


class SynonymViewSet(SnippetViewSet):
    """Synonyms."""

    model = Synonym
    icon = "resubmit"
    menu_label = _("Synonyms")
    list_display = ["term", "others", "both_ways"]
    search_fields = ["term", "others"]
    panels = [FieldPanel("term"), FieldPanel("others"), FieldPanel("both_ways")]
    copy_view_enabled = False


class PromotionViewSet(SnippetViewSet):
    """Promoted results."""

    model = Promotion
    icon = "pick"
    menu_label = _("Promoted results")
    list_display = ["query", Column("shown", label=_("Results"), accessor=_shown)]
    search_fields = ["query"]
    panels = [
        FieldPanel("query"),
        InlinePanel(
            "results",
            [MultiFieldPanel([FieldPanel("product"), FieldPanel("page")])],
            heading=_("What comes first"),
            label=_("Result"),
            min_num=1,
            max_num=12,
        ),
    ]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Promotion]:
        """With what their list says of them: one query."""
        gone = Q(results__product__is_public=False) | Q(results__page__live=False)
        return Promotion.objects.annotate(
            total=Count("results"), gone=Count("results", filter=gone)
        )


class SearchViewSetGroup(SnippetViewSetGroup):
    """Their place in the menu."""

    items = (SynonymViewSet, PromotionViewSet)
    menu_label = _("Search words")
    menu_icon = "search"
    menu_order = 350

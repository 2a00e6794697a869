"""What shoppers want to know: questions with answers, and things compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock, StructValue
from wagtail.blocks.struct_block import StructBlockValidationError

from shop.catalogue.models import Product
from shop.catalogue.selectors import newest_product_ids
from shop.cms_pages.blocks.base import GROUP_SHOP, GROUP_TALK, SectionBlock
from shop.cms_pages.blocks.several import ChosenListBlock
from shop.cms_pages.choosers import ProductChooserBlock

ANSWER_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class QuestionBlock(StructBlock):
    """A question and its answer."""

    question = CharBlock(label=_("Question"), max_length=160)
    answer = RichTextBlock(label=_("Answer"), features=ANSWER_FEATURES)

    class Meta:
        icon = "help"
        label = _("Question")


class FaqBlock(SectionBlock):
    """Questions whose answers unfold."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=80)
    questions = ListBlock(QuestionBlock(), label=_("Questions"), min_num=1, max_num=40)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        group = GROUP_TALK
        description = _("Questions that unfold their answers; search engines are told of them too.")
        template = "blocks/faq.html"

    def asked(self, value: StructValue) -> Iterator[tuple[str, str]]:
        """The questions and their answers as HTML, for search engines."""
        for each in value["questions"]:
            if each["question"] and strip_tags(each["answer"].source).strip():
                yield each["question"], each["answer"].source

    def get_preview_value(self) -> StructValue:
        dishes = _now("No. Stoneware is fired hotter than that.")
        broken = _now("Send us a picture. A new one leaves that day.")
        return self.preview_of(
            heading=_now("Before you ask"),
            questions=[
                {
                    "question": _now("Does the dishwasher hurt it?"),
                    "answer": f"<p>{dishes}</p>",
                },
                {
                    "question": _now("What if it arrives broken?"),
                    "answer": f"<p>{broken}</p>",
                },
            ],
        )


class ComparedBlock(StructBlock):
    """A line of a comparison."""

    label = CharBlock(label=_("What is compared"), max_length=60)
    values = ListBlock(
        CharBlock(label=_("Value"), required=False, max_length=120),
        label=_("One for each product, in their order"),
        min_num=1,
        max_num=4,
    )

    class Meta:
        icon = "list-ul"
        label = _("Line")


class ComparisonBlock(SectionBlock):
    """Products side by side, with prices that are live and lines that editors write."""

    heading = CharBlock(label=_("Heading"), max_length=80)
    text = CharBlock(label=_("Text"), required=False, max_length=200)
    products = ChosenListBlock(
        ProductChooserBlock(label=_("Product")), label=_("Products"), min_num=2, max_num=4
    )
    lines = ListBlock(
        ComparedBlock(),
        label=_("Lines"),
        min_num=0,
        max_num=12,
        default=[],
        help_text=_("Picture, price and stock stand there by themselves."),
    )

    class Meta:
        icon = "table"
        label = _("Comparison")
        group = GROUP_SHOP
        description = _("Two to four products in a table: live prices, and what you say of them.")
        template = "blocks/comparison.html"

    def clean(self, value: StructValue) -> StructValue:
        """Every line has a value for every product."""
        cleaned: StructValue = super().clean(value)
        wanted = len(cleaned["products"])
        wrong = [line["label"] for line in cleaned["lines"] if len(line["values"]) != wanted]
        if wrong:
            raise StructBlockValidationError(
                block_errors={
                    "lines": ValidationError(
                        _("“%(line)s” needs %(count)d values: one for each product.")
                        % {"line": wrong[0], "count": wanted}
                    )
                }
            )
        return cleaned

    def product_ids(self, value: StructValue) -> list[int]:
        return [product.pk for product in value["products"] if product]

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        columns = [
            (number, cards[0])
            for number, product in enumerate(value["products"])
            if product and (cards := data.cards([product.pk]))
        ]
        # One thing alone is no comparison.
        if len(columns) < 2:
            return {"cards": []}
        lines = []
        for line in value["lines"]:
            values = list(line["values"])
            shown = [values[number] if number < len(values) else "" for number, _card in columns]
            if any(shown):
                lines.append({"label": line["label"], "values": shown})
        return {"cards": [card for _number, card in columns], "lines": lines}

    def get_preview_value(self) -> StructValue:
        found = Product.objects.in_bulk(newest_product_ids(limit=3))
        return self.preview_of(
            heading=_now("Which one is yours"),
            products=list(found.values()),
            lines=[
                {
                    "label": _now("Good for"),
                    "values": [_now("Every day"), _now("Guests"), _now("Both")][: len(found)],
                }
            ],
        )

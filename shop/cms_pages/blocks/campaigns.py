"""What lasts for a while: a countdown, and a banner for an offer or a voucher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, DateTimeBlock, StructValue, TextBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from shop.cms_pages.blocks.base import GROUP_SHOP, SectionBlock
from shop.cms_pages.blocks.links import OptionalActionBlock, actions
from shop.cms_pages.blocks.products import offer_problem
from shop.cms_pages.choosers import OfferChooserBlock, VoucherChooserBlock
from shop.cms_pages.pooled import PictureBlock
from shop.core import page_cache
from shop.media.models import Image


class CountdownBlock(SectionBlock):
    """The time that is left until a moment; gone once it has passed."""

    heading = CharBlock(label=_("Heading"), max_length=80)
    text = CharBlock(label=_("Text"), required=False, max_length=200)
    ends_at = DateTimeBlock(
        label=_("Counts down to"), help_text=_("The section leaves the page at that moment.")
    )
    action = OptionalActionBlock(label=_("Button"))

    class Meta:
        icon = "time"
        label = _("Countdown")
        group = GROUP_SHOP
        description = _("Days, hours and minutes until a moment, and a button beside them.")
        template = "blocks/countdown.html"

    def clean(self, value: StructValue) -> StructValue:
        """It ends after it is first shown."""
        cleaned: StructValue = super().clean(value)
        opens = cleaned.get("opens_at")
        if opens and cleaned["ends_at"] <= opens:
            raise StructBlockValidationError(
                block_errors={
                    "ends_at": ValidationError(
                        _("This is before the section is first shown. Choose a later moment.")
                    )
                }
            )
        return cleaned

    def is_open(self, value: StructValue, moment: datetime) -> bool:
        ends = value.get("ends_at")
        return super().is_open(value, moment) and bool(ends) and moment < ends

    def turns(self, value: StructValue) -> Iterator[datetime]:
        yield from super().turns(value)
        if value.get("ends_at"):
            yield value["ends_at"]

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        links = actions([value["action"]], data.request)
        return {"action": links[0] if links else None}

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            heading=_now("The kiln opens on Sunday"),
            text=_now("Then the new glazes go on the shelf."),
            ends_at=timezone.now() + timedelta(days=3, hours=7, minutes=12),
            theme="clay",
        )


class PromotionBlock(SectionBlock):
    """A banner that stands as long as its offer is given or its voucher can be used."""

    offer = OfferChooserBlock(
        label=_("Offer"), required=False, help_text=_("Given by itself, without a code.")
    )
    voucher = VoucherChooserBlock(
        label=_("Voucher"), required=False, help_text=_("Its code stands on the banner.")
    )
    heading = CharBlock(label=_("Heading"), max_length=80)
    text = TextBlock(label=_("Text"), required=False, max_length=240, rows=2)
    image = PictureBlock(label=_("Picture"), required=False)
    action = OptionalActionBlock(label=_("Button"))

    class Meta:
        icon = "tag"
        label = _("Promotion")
        group = GROUP_SHOP
        description = _(
            "A banner for an offer or a voucher of the shop. It comes and goes with it by itself."
        )
        template = "blocks/promotion.html"

    def clean(self, value: StructValue) -> StructValue:
        """One offer or one voucher, which can still be had."""
        cleaned: StructValue = super().clean(value)
        offer, voucher = cleaned["offer"], cleaned["voucher"]
        errors = {}
        if bool(offer) == bool(voucher):
            errors["offer"] = ValidationError(_("Choose an offer or a voucher: one of the two."))
        elif offer and offer.offer_type == offer.VOUCHER:
            errors["offer"] = ValidationError(
                _("This offer is given for a code only: choose its voucher below instead.")
            )
        elif offer and (problem := offer_problem(offer)):
            errors["offer"] = ValidationError(problem)
        elif voucher and voucher.end_datetime < timezone.now():
            errors["voucher"] = ValidationError(_("This voucher has ended. Choose another one."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def is_open(self, value: StructValue, moment: datetime) -> bool:
        offer, voucher = value.get("offer"), value.get("voucher")
        given = (offer and offer.is_available(test_date=moment)) or (
            voucher and voucher.is_active(test_datetime=moment)
        )
        return super().is_open(value, moment) and bool(given)

    def turns(self, value: StructValue) -> Iterator[datetime]:
        yield from super().turns(value)
        for given in (value.get("offer"), value.get("voucher")):
            for moment in (given.start_datetime, given.end_datetime) if given else ():
                if moment:
                    # Both are given until the end of that very moment.
                    yield moment + timedelta(microseconds=1)

    def sources(self, value: StructValue) -> Iterable[str]:
        voucher = value["voucher"]
        return [
            page_cache.sources.OFFERS,
            *([page_cache.sources.snippet("voucher", voucher.pk)] if voucher else []),
        ]

    def pictures(self, value: StructValue) -> Iterable[Image | None]:
        return [value["image"]]

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        given = value["offer"] or value["voucher"]
        links = actions([value["action"]], data.request)
        return {
            "picture": data.picture(value["image"]),
            "code": value["voucher"].code if value["voucher"] else "",
            "until": given.end_datetime if given else None,
            "action": links[0] if links else None,
        }

    def get_preview_value(self) -> StructValue:
        from shop.core.oscar import Voucher

        now = timezone.now()
        voucher = Voucher(
            code="TABLE10", name="TABLE10", start_datetime=now, end_datetime=now + timedelta(days=9)
        )
        return self.preview_of(
            voucher=voucher,
            heading=_now("Ten percent off the table"),
            text=_now("Plates, bowls and mugs, until the shelf is ready for the new ones."),
            action={"label": _now("See the tableware"), "link": [("address", "/shop/")]},
            theme="night",
        )

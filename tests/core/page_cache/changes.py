"""Every kind of change that shoppers see, made as the shop makes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from oscar.core.loading import get_model
from wagtail.models import PageViewRestriction, Site

from shop.cms_pages.models import ContentPage, HomePage, StoreSettings
from shop.partner.models import StockRecord, TaxRate
from shop.partner.services import record_prices
from shop.reviews.services import answer_question, delete_review, moderate_review, vote_helpful
from shop.search.listings.services import count_sales
from tests.core.page_cache.shopfront import Shopfront
from tests.factories import make_offer, make_product, make_question, make_range, make_user
from tests.factories.pictures import add_picture


def record(shop: Shopfront) -> Any:
    return shop.bowl.stockrecords.get()


def set_on(instance: Any, **values: Any) -> None:
    instance.refresh_from_db()
    for name, value in values.items():
        setattr(instance, name, value)
    instance.save()


def price(shop: Shopfront) -> None:
    set_on(record(shop), price=Decimal("19.50"))


def price_past_the_models(shop: Shopfront) -> None:
    StockRecord.objects.filter(product=shop.bowl).update(price=Decimal("18.50"))
    record_prices()


def nearly_sold_out(shop: Shopfront) -> None:
    record(shop).allocate(47)


def sold_out(shop: Shopfront) -> None:
    record(shop).allocate(record(shop).net_stock_level)


def restocked(shop: Shopfront) -> None:
    set_on(record(shop), num_in_stock=0)
    set_on(record(shop), num_in_stock=50, num_allocated=0)


def title(shop: Shopfront) -> None:
    set_on(shop.bowl, title="Ash Bowl")


def hidden(shop: Shopfront) -> None:
    set_on(shop.mug, is_public=False)


def variant_hidden(shop: Shopfront) -> None:
    set_on(shop.mug.children.first(), is_public=False)


def product_added(shop: Shopfront) -> None:
    make_product("Beech Bowl", category=shop.bowls)


def product_moved(shop: Shopfront) -> None:
    shop.bowl.categories.set([shop.mugs])


def product_deleted(shop: Shopfront) -> None:
    make_product("Short-lived Bowl", category=shop.bowls).delete()


def picture_added(shop: Shopfront) -> None:
    add_picture(shop.bowl)


def picture_described(shop: Shopfront) -> None:
    set_on(shop.image, description="A bowl in the morning light")


def recommended(shop: Shopfront) -> None:
    get_model("catalogue", "ProductRecommendation").objects.create(
        primary=shop.bowl, recommendation=shop.mug
    )


def option_renamed(shop: Shopfront) -> None:
    set_on(get_model("catalogue", "AttributeOption").objects.first(), option="Chalk")


def category_renamed(shop: Shopfront) -> None:
    set_on(shop.bowls, name="Dishes")


def category_hidden(shop: Shopfront) -> None:
    set_on(shop.mugs, is_public=False)


def offer_suspended(shop: Shopfront) -> None:
    shop.offer.suspend()


def offer_renamed(shop: Shopfront) -> None:
    set_on(shop.offer, name="Mug month")


def offer_added(shop: Shopfront) -> None:
    make_offer(percent="20", on=make_range(shop.bowl), name="Bowl week")


def offer_used_up(shop: Shopfront) -> None:
    set_on(shop.offer, max_global_applications=1)
    shop.offer.refresh_from_db()
    shop.offer.record_usage({"freq": 1, "discount": Decimal(1)})


def charge(shop: Shopfront) -> None:
    set_on(shop.method, charge=Decimal("7.77"))


def tax_rate(shop: Shopfront) -> None:
    TaxRate.objects.update_or_create(country="GB", tax_class="standard", defaults={"rate": 5})


def review_published(shop: Shopfront) -> None:
    moderate_review(review_id=shop.review.pk, publish=True, reply="Thank you for that.")


def review_helpful(shop: Shopfront) -> None:
    vote_helpful(review_id=shop.review.pk, user=make_user())


def review_deleted(shop: Shopfront) -> None:
    delete_review(review_id=shop.review.pk)


def writer_renamed(shop: Shopfront) -> None:
    set_on(shop.review, name="")
    if shop.review.user:
        set_on(shop.review.user, first_name="Somebody", last_name="Else")


def question_answered(shop: Shopfront) -> None:
    question = make_question(shop.bowl, answer="", status="waiting")
    answer_question(question_id=question.pk, answer="Not in the oven.", staff=None)


def published(shop: Shopfront) -> None:
    shop.about.refresh_from_db()
    shop.about.introduction = "Published just now."
    shop.about.save_revision().publish()


def home_published(shop: Shopfront) -> None:
    home = HomePage.objects.get()
    home.body = [("product_row", {"heading": "Fresh", "source": "newest", "limit": 2})]
    home.save_revision().publish()


def renamed(shop: Shopfront) -> None:
    shop.about.refresh_from_db()
    shop.about.title, shop.about.show_in_menus = "Who we are", True
    shop.about.save_revision().publish()


def page_added(shop: Shopfront) -> None:
    page = ContentPage(title="Contact", slug="contact", show_in_menus=True)
    HomePage.objects.get().add_child(instance=page)


def unpublished(shop: Shopfront) -> None:
    shop.about.refresh_from_db()
    shop.about.unpublish()


def restricted(shop: Shopfront) -> None:
    PageViewRestriction.objects.create(page=shop.about, restriction_type="login")


def site_renamed(shop: Shopfront) -> None:
    set_on(Site.objects.get(is_default_site=True), site_name="Another")


def setting(shop: Shopfront) -> None:
    found = StoreSettings.for_site(Site.objects.get(is_default_site=True))
    found.brand_name = "Hearth & Heather"
    found.save()


def announcement(shop: Shopfront) -> None:
    found = StoreSettings.for_site(Site.objects.get(is_default_site=True))
    found.announcement = "Closed on Monday"
    found.announcement_from = timezone.now() - timedelta(hours=1)
    found.save()


def sales_counted(shop: Shopfront) -> None:
    get_model("analytics", "ProductRecord").objects.create(product=shop.bowl, num_purchases=3)
    count_sales()


EVERYTHING = {"home", "about", "shop", "mugs", "bowls", "mug", "bowl", "search"}
#: What was changed -> which pages of the shop show it, by their names in `Shopfront.paths`.
CHANGES: dict[Callable[[Shopfront], None], set[str]] = {
    price: {"home", "shop", "bowls", "bowl", "search", "feed", "api products", "api product"},
    price_past_the_models: {"home", "shop", "bowls", "bowl", "feed"},
    nearly_sold_out: {"home", "shop", "bowls", "bowl", "api product"},
    sold_out: {"home", "shop", "bowls", "bowl", "api product", "feed"},
    restocked: {"bowls", "bowl"},
    title: {"home", "shop", "bowls", "bowl", "search", "suggestions", "feed", "reviews"},
    hidden: {"home", "shop", "mugs", "sitemap", "feed", "api products"},
    variant_hidden: {"mugs", "mug", "feed"},
    product_added: {"home", "shop", "bowls", "bowl", "search", "sitemap", "feed", "api products"},
    product_moved: {"mugs", "bowls", "bowl"},
    picture_added: {"bowls", "bowl", "feed"},
    picture_described: {"bowls", "bowl"},
    recommended: {"bowl"},
    option_renamed: {"mug", "mugs"},
    category_renamed: {*EVERYTHING, "api categories", "feed"},
    category_hidden: {*EVERYTHING, "api categories", "sitemap"} - {"mugs"},
    offer_suspended: {"home", "shop", "mugs"},
    offer_renamed: {"shop", "mugs"},
    offer_added: {"home", "shop", "bowls"},
    offer_used_up: {"home", "shop", "mugs"},
    charge: {"bowl", "delivery", "feed"},
    tax_rate: {"api product", "api products"},
    review_published: {"bowl", "reviews"},
    review_helpful: {"bowl", "reviews"},
    review_deleted: {"bowl", "reviews", "bowls"},
    question_answered: {"bowl", "questions"},
    published: {"about", "sitemap"},
    home_published: {"home"},
    renamed: {*EVERYTHING, "sitemap"},
    page_added: {*EVERYTHING, "sitemap"},
    unpublished: {*EVERYTHING, "sitemap"} - {"about"},
    restricted: {"sitemap"},
    site_renamed: set(),
    setting: EVERYTHING,
    announcement: EVERYTHING,
    sales_counted: {"shop", "nothing found"},
}
#: And pages that have nothing to do with it, and so stay.
STAY: dict[Callable[[Shopfront], None], set[str]] = {
    price: {"mugs", "about"},
    published: {"mugs", "bowl", "home", "shop"},
    review_published: {"mug", "about"},
    charge: {"mugs", "about", "home"},
    offer_renamed: {"about", "bowl"},
    recommended: {"about", "mugs"},
}

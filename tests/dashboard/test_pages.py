"""Every page of the dashboard opens, and asks nothing of other sites."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from oscar.core.loading import get_model

from shop.partner.models import TaxRate
from tests.factories import (
    add_to_basket,
    make_category,
    make_method,
    make_product,
    make_user,
    make_variants,
    pay,
    place_order,
)

ProductAlert = get_model("customer", "ProductAlert")

pytestmark = pytest.mark.django_db

FOREIGN = re.compile(
    r"""(?:src|action|srcset)=["'](?:https?:)?//|<link[^>]+href=["'](?:https?:)?//|@import|url\((?:https?:)?//"""
)


@pytest.fixture
def addresses():
    """The address of every page that is about one thing, by the name of its URL."""
    make = lambda app, model, **fields: get_model(app, model).objects.create(**fields)  # noqa: E731
    now = timezone.now()
    window = {"start_datetime": now, "end_datetime": now + timedelta(days=5)}
    shopper, category = make_user(), make_category()
    mug, parent = make_product(category=category), make_variants(category=category)
    guest = Client()
    add_to_basket(guest, mug)
    pay(guest, place_order(guest).url)
    order = get_model("order", "Order").objects.get()
    note = order.notes.create(user=shopper, message="Rang the bell twice")
    partner = get_model("partner", "Partner").objects.get()
    partner.users.add(shopper)
    goods = make("offer", "Range", name="Everything", includes_all_products=True)
    offer = make(
        "offer",
        "ConditionalOffer",
        name="Ten off",
        offer_type="Voucher",
        condition=make("offer", "Condition", range=goods, type="Count", value=1),
        benefit=make("offer", "Benefit", range=goods, type="Percentage", value=10),
    )
    site_offer = make(
        "offer",
        "ConditionalOffer",
        name="Five off",
        offer_type="Site",
        condition=make("offer", "Condition", range=goods, type="Count", value=1),
        benefit=make("offer", "Benefit", range=goods, type="Percentage", value=5),
    )
    voucher = make("voucher", "Voucher", name="Ten", code="TEN", **window)
    voucher.offers.add(offer)
    voucher_set = make("voucher", "VoucherSet", name="Set", count=2, code_length=8, **window)
    method = make_method(code="van", bands={"5": "3.00", None: "9.00"})
    review = make(
        "reviews", "ProductReview", product=mug, user=shopper, score=5, title="Good", body="Heavy."
    )
    question = make("reviews", "Question", product=mug, body="Is it heavy?", email="a@example.com")
    alert = make("customer", "ProductAlert", product=mug, user=shopper, status=ProductAlert.ACTIVE)
    group = get_model("catalogue", "AttributeOptionGroup").objects.get()
    option = make("catalogue", "Option", name="Engraving", code="engraving")
    make("communication", "CommunicationEventType", code="GREETING", name="Greeting")
    kind = mug.product_class
    rate = TaxRate.objects.get(country="GB", tax_class="standard")
    return {
        "catalogue-attribute-option-group-delete": {"pk": group.pk},
        "catalogue-attribute-option-group-update": {"pk": group.pk},
        "catalogue-category-create-child": {"parent": category.pk},
        "catalogue-category-delete": {"pk": category.pk},
        "catalogue-category-detail-list": {"pk": category.pk},
        "catalogue-category-update": {"pk": category.pk},
        "catalogue-class-delete": {"pk": kind.pk},
        "catalogue-class-update": {"pk": kind.pk},
        "catalogue-option-delete": {"pk": option.pk},
        "catalogue-option-update": {"pk": option.pk},
        "catalogue-product": {"pk": mug.pk},
        "catalogue-product ": {"pk": parent.pk},
        "catalogue-product  ": {"pk": parent.children.first().pk},
        "catalogue-product-create": {"product_class_slug": kind.slug},
        "catalogue-product-create-child": {"parent_pk": parent.pk},
        "catalogue-product-delete": {"pk": mug.pk},
        "comms-update": {"slug": "GREETING"},
        "offer-benefit": {"pk": offer.pk},
        "offer-condition": {"pk": offer.pk},
        "offer-delete": {"pk": site_offer.pk},
        "offer-detail": {"pk": offer.pk},
        "offer-metadata": {"pk": offer.pk},
        "offer-restrictions": {"pk": offer.pk},
        "order-detail": {"number": order.number},
        "order-invoice": {"number": order.number},
        "order-refund": {"number": order.number},
        "order-detail-note": {"number": order.number, "note_id": note.pk},
        "order-line-detail": {"number": order.number, "line_id": order.lines.get().pk},
        "order-shipping-address": {"number": order.number},
        "partner-delete": {"pk": partner.pk},
        "partner-manage": {"pk": partner.pk},
        "partner-user-create": {"partner_pk": partner.pk},
        "partner-user-link": None,  # by POST alone
        "partner-user-select": {"partner_pk": partner.pk},
        "partner-user-unlink": None,  # by POST alone
        "partner-user-update": {"partner_pk": partner.pk, "user_pk": shopper.pk},
        "range-delete": {"pk": goods.pk},
        "range-products": {"pk": goods.pk},
        "range-reorder": None,  # by POST alone
        "range-update": {"pk": goods.pk},
        "question-answer": {"pk": question.pk},
        "reviews-delete": {"pk": review.pk},
        "reviews-update": {"pk": review.pk},
        "shipping-method-delete": {"pk": method.pk},
        "shipping-method-edit": {"pk": method.pk},
        "user-alert-delete": {"pk": alert.pk},
        "user-alert-update": {"pk": alert.pk},
        "user-detail": {"pk": shopper.pk},
        "vat-rate-delete": {"pk": rate.pk},
        "vat-rate-edit": {"pk": rate.pk},
        "user-password-reset": None,  # sends an e-mail; has a test of its own
        "voucher-delete": {"pk": voucher.pk},
        "voucher-set-delete": {"pk": voucher_set.pk},
        "voucher-set-detail": {"pk": voucher_set.pk},
        "voucher-set-download": {"pk": voucher_set.pk},
        "voucher-set-update": {"pk": voucher_set.pk},
        "voucher-stats": {"pk": voucher.pk},
        "voucher-update": {"pk": voucher.pk},
    }


# A wizard's later steps lead back to its first; log-in, log-out and bulk actions are tested apart.
ELSEWHERE = {
    "login",
    "logout",
    "catalogue-product-bulk-action",
    "catalogue-product-create",
    "offer-benefit",
    "offer-condition",
    "offer-restrictions",
}


def names() -> list[str]:
    namespace = get_resolver().namespace_dict["dashboard"][1]
    return sorted(name for name in namespace.reverse_dict if isinstance(name, str))


def test_every_page_opens_and_loads_nothing_from_elsewhere(client, admin, addresses):
    client.force_login(admin)
    urls = []
    for name in names():
        try:
            if name not in ELSEWHERE:
                urls.append(reverse(f"dashboard:{name}"))
        except NoReverseMatch:
            assert name in addresses, f"{name} has no test"
    urls += [
        reverse(f"dashboard:{name.strip()}", kwargs=kwargs)
        for name, kwargs in addresses.items()
        if kwargs
    ]
    broken = {}
    for url in urls:
        answer = client.get(url)
        foreign = "html" in answer["Content-Type"] and FOREIGN.search(answer.content.decode())
        if answer.status_code != 200 or foreign:
            broken[url] = (answer.status_code, foreign and foreign.group())
    assert not broken
    assert len(urls) > 80


def test_every_report_opens_and_downloads(client, admin, addresses):
    client.force_login(admin)
    page = client.get("/dashboard/reports/")
    codes = [code for code, _ in page.context["form"].fields["report_type"].choices]
    assert codes
    for code in codes:
        for extra in ({}, {"download": "true"}):
            answer = client.get(
                "/dashboard/reports/",
                {"report_type": code, "date_from": "2020-01-01", "date_to": "2030-01-01", **extra},
            )
            assert answer.status_code == 200, (code, extra)


def test_flat_pages_are_wagtails_business(client, admin):
    client.force_login(admin)
    assert client.get("/dashboard/pages/").status_code == 404
    assert "/dashboard/pages/" not in client.get("/dashboard/").content.decode()


def test_takings_are_for_who_reads_reports(client, order_admin, admin):
    client.force_login(order_admin)
    page = client.get("/dashboard/").content.decode()
    assert "Total revenue" not in page
    assert "/dashboard/orders/" in page
    client.force_login(admin)
    assert "Total revenue" in client.get("/dashboard/").content.decode()

"""One purchase over HTTP, with offer, voucher and delivery discount: one figure throughout."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core import mail
from django.utils import timezone
from oscar.core.loading import get_model

from shop.checkout.models import Payment
from shop.communication.services import send_due_messages
from shop.core.oscar import ConditionalOffer, Voucher
from shop.partner.models import TaxRate
from tests.factories import add_to_basket, countries, make_product, pay, place_order

pytestmark = pytest.mark.django_db

Benefit = get_model("offer", "Benefit")
Condition = get_model("offer", "Condition")
Order = get_model("order", "Order")
Range = get_model("offer", "Range")

Rows = list[tuple[str, str]]

# 29.97 and 4.35 of goods. A sixth of 21.11 and 5/105 of 3.07 are 3.52 and 0.15 of VAT, and a sixth
# of 1.97 for delivery is 0.33.
WITH_VAT = [
    ("Items", "£34.32"),
    ("Autumn", "-£5.14"),
    ("Voucher MOSS", "-£5.00"),
    ("Standard delivery", "£1.97"),
    ("Total", "£26.15"),
    ("of which VAT", "£4.00"),
]
# Without VAT: 24.97 + 4.14, of which 17.59 + 2.92 stay after discounts, and 1.64 for delivery.
PLUS_VAT = [
    ("Items", "£29.11"),
    ("Autumn", "-£4.36"),
    ("Voucher MOSS", "-£4.24"),
    ("Standard delivery", "£1.64"),
    ("VAT", "£4.00"),
    ("Total", "£26.15"),
]


def offer(name: str, kind: str, value: str, **fields: Any) -> Any:
    """An offer on everything, from one thing on."""
    everything, _ = Range.objects.get_or_create(name="All", includes_all_products=True)
    return ConditionalOffer.objects.create(
        name=name,
        exclusive=False,
        condition=Condition.objects.create(range=everything, type=Condition.COUNT, value=1),
        benefit=Benefit.objects.create(
            type=kind,
            value=Decimal(value),
            range=None if kind.startswith("Shipping") else everything,
        ),
        **fields,
    )


@pytest.fixture
def mug() -> Any:
    """A mug; a jar of honey at the reduced rate, and the three offers."""
    countries()
    offer("Autumn", Benefit.PERCENTAGE, "15", priority=9)
    offer("Half the way", Benefit.SHIPPING_PERCENTAGE, "50", priority=1)
    voucher = Voucher.objects.create(
        name="Moss",
        code="MOSS",
        start_datetime=timezone.now() - timedelta(days=1),
        end_datetime=timezone.now() + timedelta(days=1),
    )
    voucher.offers.add(
        offer("Moss", Benefit.FIXED, "5.00", priority=5, offer_type=ConditionalOffer.VOUCHER)
    )
    return make_product("Mug", price="9.99")


def page(client: Any, url: str) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


def totals(soup: BeautifulSoup) -> Rows:
    """The sums as the page shows them."""
    sums = soup.select_one("dl.totals")
    assert sums is not None
    return [(words(row.dt), words(row.dd)) for row in sums.select("div")]


@pytest.mark.parametrize(("inside", "expected"), [(True, WITH_VAT), (False, PLUS_VAT)])
def test_one_figure_from_product_page_to_invoice(client, settings, mug, inside, expected):
    settings.SHOP_SHOW_PRICES_INCL_VAT = inside
    honey = make_product("Honey", price="4.35", tax_class="reduced")
    price = words(page(client, mug.get_absolute_url()).select_one(".buy .price"))
    assert price == ("£9.99 incl. VAT" if inside else "£8.32 plus VAT")
    card = words(page(client, "/shop/").select_one(".price"))
    assert card in (("£9.99", "£4.35") if inside else ("£8.32 plus VAT", "£4.14 plus VAT"))

    add_to_basket(client, mug, 3)
    add_to_basket(client, honey)
    client.post("/basket/vouchers/add/", {"code": "MOSS"})
    assert totals(page(client, "/basket/")) == expected
    checkout = page(client, "/checkout/")
    assert totals(checkout) == expected
    seen = checkout.select_one("[name=total_seen]")
    assert seen is not None
    assert seen["value"] == "26.15"

    placed = place_order(client, total_seen=str(seen["value"]))
    assert totals(page(client, placed.url)) == expected
    pay(client, placed.url)
    order = Order.objects.get()
    assert (order.total_incl_tax, order.total_excl_tax) == (Decimal("26.15"), Decimal("22.15"))
    assert (order.shipping_incl_tax, order.shipping_excl_tax) == (Decimal("1.97"), Decimal("1.64"))
    assert Payment.objects.get().amount == 2615
    assert order.sources.get().amount_debited == Decimal("26.15")

    assert totals(page(client, "/checkout/thank-you/")) == expected
    assert totals(page(client, order.get_absolute_url())) == expected
    assert invoiced(page(client, f"{order.get_absolute_url()}invoice/")) == [
        ["20%", "£19.23", "£3.85", "£23.08"],
        ["5%", "£2.92", "£0.15", "£3.07"],
        ["Total", "£22.15", "£4.00", "£26.15"],
    ]
    mail.outbox.clear()
    send_due_messages()
    assert mailed(mail.outbox[0]) == expected


def invoiced(soup: BeautifulSoup) -> list[list[str]]:
    """The invoice's VAT by rate: rate, without VAT, VAT, with VAT. The same in both displays."""
    return [
        [words(cell) for cell in row.select("th, td")] for row in soup.select("#vat-by-rate tr")[1:]
    ]


def mailed(email: Any) -> Rows:
    """The sums as the e-mail's HTML shows them; its text must hold every figure too."""
    (html,) = email.alternatives
    soup = BeautifulSoup(html.content, "html.parser")
    rows = [
        (words(cells[0]), words(cells[1]))
        for row in soup.select("table.sums tr")
        if (cells := row.select("td"))
    ]
    assert all(amount in email.body for _label, amount in rows)
    return rows


def test_the_delivery_country_changes_the_vat_and_no_price(client, mug):
    TaxRate.objects.create(country="FR", tax_class="standard", rate=Decimal("5.5"))
    add_to_basket(client, mug, 3)
    # 25.48 of goods and the delivery: a sixth of each, or 5.5/105.5.
    for country, charge, vat in (("GB", "1.97", "4.58"), ("FR", "6.25", "1.66")):
        shown = dict(totals(page(client, f"/checkout/?country={country}")))
        assert shown["Items"] == "£29.97"
        assert shown["Standard delivery"] == f"£{charge}"
        assert shown["of which VAT"] == f"£{vat}"
    place_order(client, country="FR", postcode="75001")
    order = Order.objects.get()
    assert order.total_incl_tax - order.total_excl_tax == Decimal("1.66")


def test_a_country_without_a_rate_is_an_export(client, mug):
    add_to_basket(client, mug)
    shown = dict(totals(page(client, "/checkout/?country=FR")))
    assert shown["of which VAT"] == "£0.00"

"""The invoice: what was charged, to the penny, VAT by rate; and who may see it."""

from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group
from django.test import Client

from shop.checkout.refunds import request_refund, send_refund
from shop.core.currency import smallest_amount
from shop.core.oscar import Line as BasketLine
from shop.orders.invoices import invoice_of, with_invoice
from shop.orders.models import Line, Order
from shop.partner.models import StockRecord, TaxRate
from tests.factories import (
    add_to_basket,
    countries,
    make_offer,
    make_product,
    make_user,
    make_voucher,
    pay,
    place_order,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _countries(db: None) -> None:
    countries()


def buy(client: Client, **changes: str) -> Order:
    """Place what is in the basket, and pay it."""
    pay(client, place_order(client, **changes).url)
    order: Order = Order.objects.get()
    assert order.paid_at
    return order


def bought(client: Client, **changes: str) -> Order:
    """29.97 of mugs at 20%, 4.35 of honey at 5%, 15% off all, and 3.95 of delivery."""
    make_offer(percent="15")
    add_to_basket(client, make_product("Mug", price="9.99"), 3)
    add_to_basket(client, make_product("Honey", price="4.35", tax_class="reduced"))
    return buy(client, **changes)


def address(order: Order) -> str:
    return f"{order.get_absolute_url()}invoice/"


def sheet(client: Client, url: str) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def table(soup: BeautifulSoup, css: str) -> list[list[str]]:
    """The rows of a table, its foot included."""
    found = soup.select_one(css)
    assert found is not None
    return [
        [words(cell) for cell in row.select("th, td")] for row in found.select("tbody tr, tfoot tr")
    ]


def test_the_invoice_says_what_was_charged_and_the_vat_of_each_rate(
    client: Client, settings: Any
) -> None:
    settings.SHOP_SELLER_NAME = "Tarn & Weald Ltd"
    settings.SHOP_SELLER_ADDRESS = ["Mill Lane", " Ambleside "]
    settings.SHOP_VAT_NUMBER = "GB 123 4567 89"
    order = bought(client)
    soup = sheet(client, address(order))
    # 25.48 and 3.70 after discounts, with a sixth and 5/105 of VAT in them.
    assert [row[1:] for row in table(soup, ".invoice-table")] == [
        ["3", "£9.99", "20%", "£21.23", "£4.25", "£25.48"],
        ["1", "£4.35", "5%", "£3.52", "£0.18", "£3.70"],
        ["1", "£3.95", "20%", "£3.29", "£0.66", "£3.95"],
    ]
    assert table(soup, "#vat-by-rate") == [
        ["20%", "£24.52", "£4.91", "£29.43"],
        ["5%", "£3.52", "£0.18", "£3.70"],
        ["Total", "£28.04", "£5.09", "£33.13"],
    ]
    text = words(soup.article)
    assert f"Invoice {order.number}" in text
    assert "Tarn & Weald Ltd Mill Lane Ambleside VAT number GB 123 4567 89" in text
    assert "Billed to Rowan Hale 14 Mill Lane Ambleside LA22 9AB United Kingdom" in text
    assert "rowan@example.com" in text
    assert "after £4.49 of discounts" in text
    assert "Delivered to" not in text


def test_a_later_rate_changes_no_invoice(client: Client) -> None:
    order = bought(client)
    before = client.get(address(order)).text
    TaxRate.objects.all().update(rate=Decimal(1))
    TaxRate.objects.first().save()  # type: ignore[union-attr]
    assert client.get(address(order)).text == before


def test_an_export_bears_no_vat(client: Client) -> None:
    order = bought(client, country="FR", postcode="75001")
    soup = sheet(client, address(order))
    assert table(soup, "#vat-by-rate")[0] == ["0%", "£41.68", "£0.00", "£41.68"]


def test_another_address_for_the_bill_and_a_refund_are_on_it(client: Client) -> None:
    billing = {
        "billing-full_name": "Hale & Sons",
        "billing-line1": "1 Quay",
        "billing-town": "Kendal",
        "billing-postcode": "LA9 4AA",
        "billing-country": "GB",
    }
    order = bought(client, **billing)
    send_refund(refund_id=request_refund(order=order, amount=Decimal("5.00")).pk)
    text = words(sheet(client, address(order)).article)
    assert "Refunded on" in text
    assert "-£5.00" in text
    assert "Billed to Hale & Sons 1 Quay Kendal LA9 4AA United Kingdom" in text
    assert "Delivered to Rowan Hale 14 Mill Lane" in text
    assert "£33.13" in text


def test_an_order_from_before_rates_were_kept_names_the_tax_class(client: Client) -> None:
    order = bought(client)
    Line.objects.update(tax_rate=None)
    Order.objects.update(shipping_tax_rate=None)
    rates = [row[0] for row in table(sheet(client, address(order)), "#vat-by-rate")]
    assert rates == ["Standard rate", "Reduced rate", "Total"]


def test_nothing_is_invoiced_before_it_is_paid(client: Client, admin_client: Client) -> None:
    add_to_basket(client, make_product())
    place_order(client)
    order = Order.objects.get()
    assert client.get(address(order)).status_code == 404
    assert admin_client.get(f"/dashboard/orders/{order.number}/invoice/").status_code == 404
    assert "/invoice/" not in client.get(order.get_absolute_url()).text


def test_only_the_key_opens_it(client: Client) -> None:
    order = bought(client)
    stranger = Client()
    assert stranger.get(address(order)).status_code == 200
    for wrong in ("x", order.key[:-1], order.key.upper(), "é", "x" * 5000):
        assert stranger.get(f"/orders/{order.number}/{wrong}/invoice/").status_code == 404
    assert stranger.get(f"/orders/nothing/{order.key}/invoice/").status_code == 404
    answer = stranger.get(address(order))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex"


def test_the_order_pages_lead_to_it(client: Client) -> None:
    user = make_user("ann@example.com")
    client.force_login(user)
    order = bought(client)
    for page in (order.get_absolute_url(), f"/account/orders/{order.number}/"):
        assert f'href="{address(order)}"' in client.get(page).text


def test_who_looks_after_orders_prints_it_from_the_dashboard(client: Client) -> None:
    order = bought(Client())
    url = f"/dashboard/orders/{order.number}/invoice/"
    assert client.get(url).status_code == 302
    user = make_user(is_staff=True)
    client.force_login(user)
    assert client.get(url).status_code == 403
    user.groups.add(Group.objects.get(name="Order admins"))
    assert url in client.get(f"/dashboard/orders/{order.number}/").text
    soup = sheet(client, url)
    assert table(soup, "#vat-by-rate")[-1] == ["Total", "£28.04", "£5.09", "£33.13"]
    assert soup.select_one(f'a[href="/dashboard/orders/{order.number}/"]')
    assert client.get("/dashboard/orders/nothing/invoice/").status_code == 404


@pytest.mark.parametrize("currency", ["GBP", "JPY", "KWD"])
def test_rows_and_rates_make_the_total_in_every_currency(
    client: Client, settings: Any, currency: str
) -> None:
    settings.OSCAR_DEFAULT_CURRENCY = currency
    make_voucher("MOSS", percent="33", max_basket_applications=None)
    for number, tax_class in enumerate(("standard", "reduced", "zero")):
        add_to_basket(
            client,
            make_product(f"Thing {number}", price=f"{7 + number}.99", tax_class=tax_class),
            3,
        )
    StockRecord.objects.update(price_currency=currency)
    BasketLine.objects.update(price_currency=currency)
    client.post("/basket/vouchers/add/", {"code": "MOSS"})
    order = buy(client)
    invoice = invoice_of(with_invoice(Order.objects.all()).get())
    assert invoice.currency == currency
    assert {rate.rate for rate in invoice.rates} == {"20%", "5%", "0%"}
    for parts in (invoice.rows, invoice.rates):
        assert sum(part.net for part in parts) == invoice.net == order.total_excl_tax
        assert sum(part.vat for part in parts) == invoice.vat
        assert sum(part.gross for part in parts) == invoice.total == order.total_incl_tax
        assert all(part.vat % smallest_amount(currency) == 0 for part in parts)
    assert sum(row.discount for row in invoice.rows) == order.total_discount_incl_tax > 0


@pytest.mark.parametrize("count", [3, 30])
def test_a_long_invoice_asks_what_a_short_one_does(
    client: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(count):
        add_to_basket(client, make_product(f"Mug {number}"))
    order = buy(client)
    client.get(address(order))
    with django_assert_max_num_queries(7):
        client.get(address(order))

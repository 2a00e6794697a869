"""Stock alerts beyond the account area: told at once when stock comes, and ways out."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import IntegrityError, transaction

from shop.accounts.stock_alerts import claim_stock_alerts, request_stock_alert
from shop.communication.models import OutboundMessage
from shop.core.oscar import ProductAlert
from shop.partner.models import StockRecord
from tests.factories import SAME_ORIGIN, make_product, make_user

pytestmark = pytest.mark.django_db


def guest_alert(product, email="ada@example.com"):
    alert = ProductAlert.objects.create(product=product, email=email)
    alert.confirm()
    return alert


def told():
    return list(
        OutboundMessage.objects.filter(key__startswith="product_alert:").values_list(
            "recipient", flat=True
        )
    )


@pytest.mark.parametrize("way", ["entered", "given back"])
def test_the_worker_writes_as_soon_as_stock_comes(django_capture_on_commit_callbacks, way):
    mug = make_product("Mug", stock=1)
    record = StockRecord.objects.get()
    record.allocate(1)
    guest_alert(mug)

    with django_capture_on_commit_callbacks(execute=True):
        if way == "entered":
            record.num_in_stock = 4
            record.save()
        else:
            record.cancel_allocation(1)

    assert told() == ["ada@example.com"]
    assert ProductAlert.objects.get().status == ProductAlert.CLOSED


def test_where_nobody_waits_nothing_is_enqueued(django_capture_on_commit_callbacks):
    mug = make_product("Mug", stock=0)
    record = StockRecord.objects.get()
    with django_capture_on_commit_callbacks() as callbacks:
        record.num_in_stock = 4
        record.save()
    assert [callback for callback in callbacks if "enqueue" in repr(callback)] == []
    assert not told()
    assert mug.title


def test_a_price_change_tells_nobody(django_capture_on_commit_callbacks):
    guest_alert(make_product("Mug", stock=0))
    with django_capture_on_commit_callbacks(execute=True):
        StockRecord.objects.get().save()
    assert not told()


def test_the_database_keeps_a_second_one_out():
    mug, rowan = make_product("Mug", stock=0), make_user()
    request_stock_alert(product=mug, user=rowan)
    guest_alert(mug)
    for again in ({"user": rowan}, {"email": "ada@example.com"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProductAlert.objects.create(product=mug, **again)


def test_an_account_claims_what_it_does_not_wait_for_yet():
    mug, bowl = make_product("Mug", stock=0), make_product("Bowl", stock=0)
    rowan = make_user("rowan@example.com")
    EmailAddress.objects.create(user=rowan, email=rowan.email, verified=True, primary=True)
    request_stock_alert(product=mug, user=rowan)
    for product in (mug, bowl):
        guest_alert(product, rowan.email)

    assert claim_stock_alerts(user=rowan) == 1
    assert claim_stock_alerts(user=rowan) == 0

    waiting = ProductAlert.objects.filter(status=ProductAlert.ACTIVE)
    assert {(alert.product, alert.user) for alert in waiting} == {(mug, rowan), (bowl, rowan)}


def test_the_mail_leads_to_a_way_out_of_all(client, django_capture_on_commit_callbacks):
    mug, bowl = make_product("Mug", stock=0), make_product("Bowl", stock=0)
    guest_alert(bowl)
    alert = guest_alert(mug)
    with django_capture_on_commit_callbacks(execute=True):
        StockRecord.objects.filter(product=mug).update(num_in_stock=3)
        StockRecord.objects.get(product=mug).save()
    mail = OutboundMessage.objects.get(key__startswith="product_alert:")
    assert mail.sent_at
    alert.refresh_from_db()

    page = client.get(alert.get_cancel_url())
    assert "Stop the other alert to this address as well" in page.text
    assert ProductAlert.objects.filter(status=ProductAlert.ACTIVE).count() == 1
    client.post(alert.get_cancel_url(), {"all": "1"})

    assert not ProductAlert.objects.filter(status=ProductAlert.ACTIVE).exists()


def test_a_flood_over_many_addresses_is_stopped(client):
    mug = make_product("Mug", stock=0)
    url = f"/account/alerts/create/{mug.pk}/"
    answers = [
        client.post(url, {"email": f"a{n}@example.com"}, **SAME_ORIGIN).status_code
        for n in range(21)
    ]
    assert answers == [302] * 20 + [429]
    cache.clear()
    assert client.post(url, {"email": "b@example.com"}, **SAME_ORIGIN).status_code == 302


def test_the_sold_out_page_offers_it(client):
    mug = make_product("Mug", stock=0)
    assert f'action="/account/alerts/create/{mug.pk}/"' in client.get("/products/mug/").text

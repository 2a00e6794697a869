"""What the middleware refuses, and what the development server adds."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/no-such-page/", "/no-such-file.txt", "/products/nothing/"])
def test_debugging_shows_the_shops_own_404(client, settings, path):
    settings.DEBUG = True
    settings.MIDDLEWARE = ["shop.core.middleware.ShopNotFound", *settings.MIDDLEWARE]
    response = client.get(path)
    assert response.status_code == 404
    page = response.content.decode()
    assert 'action="/search/"' in page
    assert "URLconf" not in page
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/orders/%00/%00/",
        "/checkout/pay/a%00b/key/",
        "/shop/%00/",
        "/account/alerts/confirm/%00/",
        "/%00",
    ],
)
def test_an_address_with_a_nul_is_no_page_on_either_database(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert 'action="/search/"' in response.text

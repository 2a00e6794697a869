"""What the development server adds."""

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

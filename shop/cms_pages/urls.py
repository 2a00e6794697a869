"""The catalogue's addresses, under the names that Oscar reverses."""

from django.urls import path
from django.views.generic import RedirectView

from shop.catalogue.views import RecentlyViewedView
from shop.cms_pages.personal import ProductPersonalView
from shop.cms_pages.views import CategoryView, ProductDeliveryView, ProductView, ShopView

app_name = "catalogue"

urlpatterns = [
    path("products/", RedirectView.as_view(pattern_name="catalogue:index"), name="products"),
    path("products/<slug:product_slug>/", ProductView.as_view(), name="detail"),
    path("products/<slug:product_slug>/delivery/", ProductDeliveryView.as_view(), name="delivery"),
    path("products/<slug:product_slug>/personal/", ProductPersonalView.as_view(), name="personal"),
    path("recently-viewed/", RecentlyViewedView.as_view(), name="recent"),
    path("shop/", ShopView.as_view(), name="index"),
    path("shop/<path:category_slug>/", CategoryView.as_view(), name="category"),
]

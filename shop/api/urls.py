"""Every address of the API."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView

from shop.api.views.base import NothingView
from shop.api.views.cart import (
    CartLinesView,
    CartLineView,
    CartView,
    CartVouchersView,
    CartVoucherView,
)
from shop.api.views.catalogue import CategoriesView, ProductsView, ProductView
from shop.api.views.checkout import CheckoutView
from shop.api.views.documentation import DocsView
from shop.api.views.me import MeView, MyAddressesView, MyAddressView
from shop.api.views.orders import OrdersView, OrderView, PaymentView

app_name = "api"

urlpatterns = [
    path("v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("v1/docs/", DocsView.as_view(), name="docs"),
    path("v1/products/", ProductsView.as_view(), name="products"),
    path("v1/products/<str:slug>/", ProductView.as_view(), name="product"),
    path("v1/categories/", CategoriesView.as_view(), name="categories"),
    path("v1/cart/", CartView.as_view(), name="cart"),
    path("v1/cart/lines/", CartLinesView.as_view(), name="cart-lines"),
    path("v1/cart/lines/<int:pk>/", CartLineView.as_view(), name="cart-line"),
    path("v1/cart/vouchers/", CartVouchersView.as_view(), name="cart-vouchers"),
    path("v1/cart/vouchers/<int:pk>/", CartVoucherView.as_view(), name="cart-voucher"),
    path("v1/checkout/", CheckoutView.as_view(), name="checkout"),
    path("v1/orders/", OrdersView.as_view(), name="orders"),
    path("v1/orders/<str:number>/", OrderView.as_view(), name="order"),
    path("v1/orders/<str:number>/payment/", PaymentView.as_view(), name="payment"),
    path("v1/me/", MeView.as_view(), name="me"),
    path("v1/me/addresses/", MyAddressesView.as_view(), name="my-addresses"),
    path("v1/me/addresses/<int:pk>/", MyAddressView.as_view(), name="my-address"),
    re_path(r"^.*$", NothingView.as_view()),
]

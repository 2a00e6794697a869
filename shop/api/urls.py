"""Every address of the API."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView

from shop.api.views.base import NothingView
from shop.api.views.catalogue import CategoriesView, ProductsView, ProductView
from shop.api.views.documentation import DocsView

app_name = "api"

urlpatterns = [
    path("v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("v1/docs/", DocsView.as_view(), name="docs"),
    path("v1/products/", ProductsView.as_view(), name="products"),
    path("v1/products/<str:slug>/", ProductView.as_view(), name="product"),
    path("v1/categories/", CategoriesView.as_view(), name="categories"),
    re_path(r"^.*$", NothingView.as_view()),
]

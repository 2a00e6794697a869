"""The page types and settings that editors fill."""

from shop.cms_pages.models.help import ContactField, ContactPage, FaqPage
from shop.cms_pages.models.journal import ArticlePage, JournalPage
from shop.cms_pages.models.pages import (
    ContentPage,
    HomePage,
    LandingPage,
    ProductIndexPage,
    ShopIndexPage,
    StorePage,
)
from shop.cms_pages.models.products import CategoryPage, ProductLayout, ProductPage
from shop.cms_pages.models.settings import StoreSettings

__all__ = [
    "ArticlePage",
    "CategoryPage",
    "ContactField",
    "ContactPage",
    "ContentPage",
    "FaqPage",
    "HomePage",
    "JournalPage",
    "LandingPage",
    "ProductIndexPage",
    "ProductLayout",
    "ProductPage",
    "ShopIndexPage",
    "StorePage",
    "StoreSettings",
]

"""The addresses of reviews and questions, below their product's."""

from django.urls import path

from shop.reviews import views

app_name = "reviews"

urlpatterns = [
    path("products/<slug:product_slug>/reviews/", views.ReviewsView.as_view(), name="list"),
    path(
        "products/<slug:product_slug>/reviews/write/",
        views.WriteReviewView.as_view(),
        name="write",
    ),
    path(
        "products/<slug:product_slug>/questions/",
        views.QuestionsView.as_view(),
        name="questions",
    ),
    path("products/<slug:product_slug>/questions/ask/", views.AskView.as_view(), name="ask"),
    path("reviews/<int:pk>/helpful/", views.HelpfulView.as_view(), name="helpful"),
]

"""The newsletter's addresses."""

from django.urls import path

from shop.newsletter.views import ConfirmView, LeaveView, SignUpView, ThanksView

app_name = "newsletter"

urlpatterns = [
    path("newsletter/", SignUpView.as_view(), name="sign-up"),
    path("newsletter/thanks/", ThanksView.as_view(), name="thanks"),
    path("newsletter/confirm/<slug:key>/", ConfirmView.as_view(), name="confirm"),
    path("newsletter/leave/<slug:key>/", LeaveView.as_view(), name="leave"),
]

"""Addresses of signing in and of the administration of accounts."""

from django.urls import path

from jiugai.web.accounts import administration, delegations, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/link/<str:token>/", views.use_link, name="link"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("me/post/", views.take_post, name="take-post"),
    path("me/sessions/", views.sessions, name="sessions"),
    path("me/sessions/end/", views.end_session, name="end-session"),
    path("me/sessions/end-others/", views.end_other_sessions, name="end-other-sessions"),
    path("me/password/", views.change_password, name="password"),
    path("me/deputies/", delegations.overview, name="delegations"),
    path("me/deputies/name/", delegations.name, name="delegate"),
    path("me/deputies/end/", delegations.end, name="end-delegation"),
    path("accounts/", administration.overview, name="administration"),
    path("accounts/add/", administration.add_account, name="add-account"),
    path("accounts/organisations/add/", administration.add_organisation, name="add-organisation"),
    path("accounts/posts/add/", administration.add_post, name="add-post"),
    path("accounts/<int:user_id>/", administration.account, name="account"),
    path("accounts/<int:user_id>/appoint/", administration.appoint, name="appoint"),
    path("accounts/<int:user_id>/end/", administration.end_appointment, name="end-appointment"),
    path("accounts/<int:user_id>/deputy/", administration.name_deputy, name="name-deputy"),
    path("accounts/<int:user_id>/link/", administration.renew_link, name="renew-link"),
    path("accounts/<int:user_id>/disable/", administration.disable, name="disable"),
    path("accounts/<int:user_id>/enable/", administration.enable, name="enable"),
]

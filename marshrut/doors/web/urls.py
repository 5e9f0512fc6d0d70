"""Addresses of the HTML door."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from .views import app, cards, files, inbox, kit, live, notices, profile, signing

urlpatterns = [
    path("", RedirectView.as_view(url="/inbox/"), name="home"),
    path("login/", signing.login),
    path("logout/", signing.logout),
    path("inbox/", inbox.show),
    path("tasks/bulk", inbox.bulk),
    path("tasks/<int:task_id>/complete", inbox.complete),
    path("tasks/<int:task_id>/take", inbox.take),
    path("tasks/<int:task_id>/delegate", inbox.delegate),
    path("tasks/<int:task_id>/pause", inbox.pause),
    path("tasks/<int:task_id>/resume", inbox.resume),
    path("cards/suggest/", live.suggest_cards),
    path("cards/<int:card_id>/", cards.show),
    path("cards/<int:card_id>/edit", cards.edit),
    path("cards/<int:card_id>/comment", cards.comment),
    path("cards/<int:card_id>/attach", cards.attach),
    path("cards/<int:card_id>/start", cards.start),
    path("cards/<int:card_id>/restart", cards.restart),
    path("cards/<int:card_id>/withdraw", cards.withdraw),
    path("cards/<int:card_id>/move", cards.move),
    path("cards/<slug:card_type>/", cards.board),
    path("cards/<slug:card_type>/list/", cards.listing),
    path("cards/<slug:card_type>/new/", cards.new),
    path("cards/<slug:card_type>/views/", cards.save_view),
    path("notifications/", notices.show),
    path("notifications/read", notices.read),
    path("notifications/<int:notice_id>/", notices.follow),
    path("profile/", profile.show),
    path("profile/settings", profile.settings),
    path("profile/password", profile.password),
    path("profile/tokens", profile.new_token),
    path("profile/tokens/<int:token_id>/revoke", profile.revoke_token),
    path("files/preview/", files.preview),
    path("files/<int:file_id>/", files.content),
    path("files/<int:file_id>/page/<int:number>.webp", files.page_image),
    path("live/", live.news),
    path("palette/", live.palette),
    path("people/suggest/", live.suggest_people),
    path("companies/suggest/", live.suggest_companies),
    path("sw.js", app.service_worker),
    path("manifest.webmanifest", app.manifest),
    path("offline/", app.offline),
    path("ui-kit/", kit.kit),
    path("ui-kit/suggest/", kit.suggest),
    path("ui-kit/page.svg", kit.page),
    path("ui-kit/<slug:name>/", kit.sample),
]

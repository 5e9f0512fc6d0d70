"""Addresses of e-documents and of the bases of 1C they come from."""

from __future__ import annotations

from django.urls import path

from .views import edoc, edoc_queue, edocs, onec, onec_rules

urlpatterns = [
    path("edocs/", edocs.show_all),
    path("edocs/export", edocs.export),
    path("edocs/refresh", edocs.refresh),
    path("edocs/unmatched/", edoc_queue.show),
    path("edocs/unmatched/link", edoc_queue.link),
    path("edocs/unmatched/create", edoc_queue.create),
    path("edocs/of/<slug:place>/<int:ref>/", edocs.of_place),
    path("edocs/<int:card_id>/", edoc.show),
    path("edocs/<int:card_id>/refresh", edoc.refresh),
    path("edocs/<int:card_id>/links/", edoc.links),
    path("edocs/<int:card_id>/files/<int:number>/", edoc.file),
    path("edocs/<int:card_id>/files/<int:number>/look/", edoc.look),
    path("onec/", onec.show_all),
    path("onec/new/", onec.new),
    path("onec/<slug:base>/", onec.show),
    path("onec/<slug:base>/edit/", onec.edit),
    path("onec/<slug:base>/remove", onec.remove),
    path("onec/<slug:base>/refresh", onec.refresh),
    path("onec/<slug:base>/key", onec.new_key),
    path("onec/<slug:base>/terms/", onec_rules.terms),
    path("onec/<slug:base>/mapping/", onec_rules.mapping),
    path("onec/<slug:base>/oddities/", onec_rules.oddities),
]

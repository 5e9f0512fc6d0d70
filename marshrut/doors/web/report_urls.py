"""Addresses of reports: dashboards, load, skips, control, promises, journals."""

from __future__ import annotations

from django.urls import path

from .views import control, dashboards, journals, load, promises, skips

urlpatterns = [
    path("dashboards/", dashboards.show),
    path("dashboards/export", dashboards.export),
    path("dashboards/edocs/", dashboards.signing),
    path("dashboards/edocs/export", dashboards.export_signing),
    path("dashboards/process/<slug:card_type>/", dashboards.process),
    path("dashboards/process/<slug:card_type>/export", dashboards.export_process),
    path("load/", load.show),
    path("skips/", skips.show),
    path("skips/list/", skips.listing),
    path("skips/export", skips.export),
    path("control/", control.show),
    path("control/<slug:what>/", control.listing),
    path("promises/", promises.show),
    path("promises/prove", promises.prove),
    path("promises/baseline/", promises.baseline),
    path("journals/", journals.first),
    path("journals/<slug:book>/", journals.show),
    path("journals/<slug:book>/print/", journals.paper),
    path("journals/<slug:book>/export", journals.export),
]

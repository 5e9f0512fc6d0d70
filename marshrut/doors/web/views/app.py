"""The parts of an installable application: service worker, manifest, offline page. Open to strangers, hold no data."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language

#: what the offline page needs to look like the product
OFFLINE_FILES = (
    "css/tokens.css",
    "css/base.css",
    "css/kit.css",
    "css/screens.css",
    "img/mark.svg",
    "vendor/icons.svg",
    "vendor/inter-cyrillic.woff2",
)


def service_worker(request: HttpRequest) -> HttpResponse:
    """Served from the root so that it may watch every address; a new set of hashes is a new cache."""
    first = [static(name) for name in OFFLINE_FILES]
    version = hashlib.sha256(" ".join(first).encode()).hexdigest()[:12]
    return render(request, "sw.js", {"first": first, "version": version}, content_type="text/javascript; charset=utf-8")


def manifest(request: HttpRequest) -> HttpResponse:
    content_type = "application/manifest+json; charset=utf-8"
    return render(request, "manifest.webmanifest", {"language": get_language()}, content_type=content_type)


def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "offline.html")

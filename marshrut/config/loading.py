"""Django, loaded when a command needs it and not before."""

from __future__ import annotations

import os

from .words import language


def load_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
    import django
    from django.apps import apps
    from django.utils import translation

    if not apps.ready:
        django.setup()
        translation.activate(language())

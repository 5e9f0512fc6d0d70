"""`python -m marshrut.doors.api > docs/reference/openapi.json`"""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
django.setup()

from . import openapi  # noqa: E402 – the shapes need Django

sys.stdout.write(openapi.text())

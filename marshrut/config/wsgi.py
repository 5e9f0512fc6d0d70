"""The WSGI application that granian serves."""

from __future__ import annotations

import os
import signal
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from .processes import die_with_parent

# granian's workers outlive a killed parent, hold its port and do not hear SIGTERM
if os.environ.get("MARSHRUT_WEB") == "granian":
    die_with_parent(signal.SIGKILL)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
application = get_wsgi_application()
# now rather than at the first request: a door that does not load ends the process, and the first page is quick
import_module(settings.ROOT_URLCONF)

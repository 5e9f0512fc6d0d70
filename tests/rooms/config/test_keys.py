"""The key of an installation may be changed: what was kept under the one of before is still read."""

from __future__ import annotations

import os
import subprocess
import sys

from django.test import override_settings

from marshrut.org.sign_in.adapter import Adapter

SHOW = "from marshrut.config import settings; print(settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS)"


def keys(**given: str) -> str:
    program = [sys.executable, "-c", SHOW]
    done = subprocess.run(program, env={**os.environ, **given}, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_keys_of_before_come_from_the_environment() -> None:
    assert keys(MARSHRUT_SECRET_KEY="new") == "new []"
    assert keys(MARSHRUT_SECRET_KEY="new", MARSHRUT_SECRET_KEY_FALLBACKS="old, older,") == "new ['old', 'older']"


def test_a_secret_kept_under_the_key_of_before_is_read() -> None:
    with override_settings(SECRET_KEY="old"):
        kept = Adapter().encrypt("JBSWY3DP")
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["old"]):
        assert Adapter().decrypt(kept) == "JBSWY3DP"

"""How a program of ours that looks into files of strangers gives up its rights. Imported by such programs only."""

from __future__ import annotations

import contextlib
import os
import resource

#: an account that owns nothing; not `nobody`, who may own the embedded database
STRANGER = 64_999


def confined(seconds: int, memory: int, output: int) -> None:
    """Give up everything the work does not need. Where a system lacks a limit, the others still hold.

    `seconds` of processor, bytes of `memory` for data, bytes of `output` that may be written.
    """
    limits = {
        "RLIMIT_CPU": (seconds, seconds + 1),
        "RLIMIT_DATA": (memory, memory),
        "RLIMIT_AS": (4 * memory, 4 * memory),
        "RLIMIT_FSIZE": (output, output),
        "RLIMIT_NOFILE": (32, 32),
        "RLIMIT_CORE": (0, 0),
    }
    for name, limit in limits.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), limit)
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):  # some containers know only a few accounts
            os.setgroups([])
            os.setgid(STRANGER)
            os.setuid(STRANGER)

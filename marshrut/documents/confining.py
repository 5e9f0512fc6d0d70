"""How a program of ours that looks into files of strangers gives up its rights. Imported by such programs only."""

from __future__ import annotations

import contextlib
import os
import resource
import sys

#: an account that owns nothing; not `nobody`, who may own the embedded database
STRANGER = 64_999

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.spawn", "os.kill"),
    *(
        "os.remove",
        "os.rename",
        "os.mkdir",
        "os.chmod",
        "os.link",
        "os.symlink",
        "ctypes.",
        "shutil.",
        "ftplib.",
        "urllib.",
    ),
)


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


def sealed() -> None:
    """Beside the limits: no network, no other program, no file to write. Call it after `confined` and all imports.

    The hook is a second wall only: a library that was taken over by a file meets the account and the limits first.
    """
    with contextlib.suppress(AttributeError, ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, about: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and len(about) > 2 and isinstance(about[2], int) and about[2] & _WRITING:
        raise PermissionError(event)

"""What the kernel does for us when a parent process is killed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def die_with_parent(number: signal.Signals) -> None:
    """Get this signal when the parent dies, however it dies. Linux only; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def dying_with_parent(number: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn` (which runs after the change of user, and that change would clear the setting)."""
    parent = os.getpid()

    def set_it() -> None:
        die_with_parent(number)
        if os.getppid() != parent:  # killed in between
            os._exit(1)

    return set_it

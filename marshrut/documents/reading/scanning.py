"""Gives up every right and becomes tesseract. Started by `recognising`, never imported.

python -I scanning.py TESSERACT LANGUAGES SECONDS < picture.png > text
"""

from __future__ import annotations

import os
import sys

from marshrut.documents.confining import confined

#: bytes of memory for data (both languages take 120 MB) and of text
MEMORY, OUTPUT = 512 << 20, 1 << 20

if __name__ == "__main__":
    program, languages, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    confined(seconds, MEMORY, OUTPUT)
    arguments = [program, "stdin", "stdout", "-l", languages, "--dpi", "200"]
    os.execve(program, arguments, {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"})  # noqa: S606

"""`python -m marshrut.demo.messengers`: the training messengers as a program of its own."""

from __future__ import annotations

import argparse
import sys

from .server import Server

parser = argparse.ArgumentParser(
    "python -m marshrut.demo.messengers", description="Учебные мессенджеры: отвечают ботам, как Telegram и MAX."
)
parser.add_argument("--port", type=int, default=8898)

if __name__ == "__main__":
    given = parser.parse_args()
    server = Server(port=given.port)
    for network in server.world.networks:
        sys.stdout.write(f"{network.code}: {server.url}/{network.code}  (токен {network.token})\n")
    sys.stdout.flush()
    server.serve()

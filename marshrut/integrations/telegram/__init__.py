"""Telegram as a way to people: what is said there, what comes back. Removable; `channels` decides who is told what."""

"""The only writers of links between accounts of messengers and people."""

from .tickets import begin_link, claim_link, confirm_link, finish_link

__all__ = ["begin_link", "claim_link", "confirm_link", "finish_link"]

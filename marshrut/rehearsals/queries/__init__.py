"""What others may read: the newest proofs of installed routes."""

from .proofs import FlawView, ProofView, newest_proofs

__all__ = ["FlawView", "ProofView", "newest_proofs"]

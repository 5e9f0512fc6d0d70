"""What proofs of routes find, told as stories in the reader's language."""

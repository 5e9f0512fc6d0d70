"""What was tried and how it ended."""

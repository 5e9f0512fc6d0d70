"""A rehearsal from what is asked to its timeline: who acts and when, what everybody reads, the numbers on top."""

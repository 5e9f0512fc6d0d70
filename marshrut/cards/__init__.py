"""The heart: cards, stage visits, tasks, rounds, comments. Never calls an outside system."""

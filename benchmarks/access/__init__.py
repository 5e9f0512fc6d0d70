"""How long lists, boards and counts take by right, on a big archive."""

"""Outside systems, one removable room each."""

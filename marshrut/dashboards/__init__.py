"""Numbers and charts; reads only."""

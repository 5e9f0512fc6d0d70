"""Pure rules: what is lawful, who waits since when, whose a document is."""

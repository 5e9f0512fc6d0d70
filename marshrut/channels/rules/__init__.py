"""Pure rules: groups of notices, what people chose, quiet hours, where a notice goes, what a trouble means."""

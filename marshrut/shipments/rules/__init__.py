"""Pure rules: what statuses follow from what carriers say, and when a carrier is asked next."""

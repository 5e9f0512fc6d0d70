"""Settings from the environment, URLs, start-up; the only place that wires rooms together. Imported by nobody."""

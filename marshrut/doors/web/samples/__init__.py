"""Made-up values for /ui-kit/: the widgets and screens in each of their states, without a database."""

"""MAX: notices with buttons in the messenger, and what people press and write there. Knows no cards and no tasks."""

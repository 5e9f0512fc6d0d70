"""Pure rules of threads: what texts and headers say, and which letters stand together."""

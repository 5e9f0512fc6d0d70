"""From what queries answer to what screens show: formatted, in the reader's language, with nothing left to decide."""

"""The demo company: a cosmetics maker living a month of office life, made by commands on a moving clock."""

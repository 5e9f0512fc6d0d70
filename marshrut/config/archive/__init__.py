"""Backup and restore: one file with the database, the stored files and a manifest of digests.

The file is a tar. After its end stands one line with the digest of all before it: no flipped byte goes unseen.
"""

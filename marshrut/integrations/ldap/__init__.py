"""The company's directory (LDAP, Active Directory): its passwords sign in, its groups give roles.

Reads the directory by an account that may only read, over TLS only, and changes nothing there. Whoever is disabled or
missing there is dismissed here within a quarter of an hour. Needs the extra `marshrut[ldap]` and `MARSHRUT_LDAP`.
"""

"""Who comes in, and how sure we are of it: passwords, second factors, passkeys, outside accounts, sessions, links.

The only place that knows django-allauth. Its pages and addresses are not used: it keeps authenticators and outside
accounts and does their arithmetic; what a person sees and what is refused is ours. Doors come here and to `commands`.
"""

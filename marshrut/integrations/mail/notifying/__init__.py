"""Notices by e-mail: a wire of `channels`. They leave by the mail server of the portal; what comes back is heard in a
mailbox of its own. Decides nothing: links lead to a page, words become a proposal."""

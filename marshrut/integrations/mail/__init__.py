"""Mailboxes: letters come in by IMAP and leave by SMTP. Calls commands; knows no tables of other rooms."""

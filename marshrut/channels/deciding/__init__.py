"""Deciding besides the portal: buttons of messages, words and files in a chat, links of mails, and what is refused.

It may ask `cards` what a person may do and let them do it; it never decides on a GET, nor believes who someone says
they are: only the linked account and the signed-in person count.
"""

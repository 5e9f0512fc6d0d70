"""Shipments: what is on its way by post or with a carrier, what happened to it, when it is asked about next.

What a carrier said becomes fields and signals of the card; the card is led by its own process. Never talks to a carrier
itself: rooms that do register in `tracking`.
"""

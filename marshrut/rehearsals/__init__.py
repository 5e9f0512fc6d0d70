"""Routes tried before they run: stories and proofs of packs put into words, rehearsals played on a virtual clock.

Reads the company, the packs and the history; plays them with `engine.play`. Never moves a card that is real.
"""

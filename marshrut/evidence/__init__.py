"""Archives of threads and projects for a tender or a dispute, which anybody can check without the product.

Holds only what the person who asked for it may see. Never changes a card, a letter or a paper.
"""

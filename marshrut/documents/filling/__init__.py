"""Word templates: people write {{ fields }} in Word, values take their places.

A template is a program of a stranger to us. It is looked through and filled by a process of its own (`program`) that
knows only what a form needs: values, conditions, repeated lines. Anything else in it is refused with a sentence.
"""

from .asking import TEMPLATE, Filled, Looked, fill, look

__all__ = ["TEMPLATE", "Filled", "Looked", "fill", "look"]

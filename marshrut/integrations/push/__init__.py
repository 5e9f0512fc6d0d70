"""Web push: notices shown by the browser or the phone itself, through the push service of its maker."""

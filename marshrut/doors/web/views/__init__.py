"""Views: form → command → fragment. Ten to fifteen lines each."""

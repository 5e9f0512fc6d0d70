"""Documents: the library, one document, its forms, kinds, the registration book."""

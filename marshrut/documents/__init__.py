"""Files and pictures of their pages.

Contents lie on disk under their digest (`blobs`), rows say what they are called and what they go out
as. Knows neither stages nor companies, and not who may see a file: that is decided by what the file is attached to.
Never runs, unpacks or follows a content in its own process.
"""

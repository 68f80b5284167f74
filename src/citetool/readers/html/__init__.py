"""Drafts in HTML: tags and text with their places in the file, the tree that they make, and the notes in it."""

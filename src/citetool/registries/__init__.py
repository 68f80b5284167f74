"""What is asked over the network about the sources of a draft, and only when the user wants it."""

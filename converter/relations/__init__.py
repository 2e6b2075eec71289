"""What the figures of a document say about one another: the layout and the words say it, the rules hold them to it."""

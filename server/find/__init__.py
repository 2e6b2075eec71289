"""The index of a release: names to search and figures to compare, in one SQLite file made when it is loaded."""

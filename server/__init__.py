"""A release in; SPARQL endpoint, linked-data pages and dumps out."""

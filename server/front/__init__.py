"""The front: connections, and the short way of plain queries to a worker and back."""

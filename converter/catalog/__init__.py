"""The catalogue of a release: DCAT 3 (catalogue, series, disclosure, version, distributions) and VoID.

Written to meet DCAT-AP 3.0.1: what is pointed at is described here too, with the class that the profile wants. Parts
that have no address of their own are fragments of the catalogue's.
"""

import pyoxigraph as ox

from converter.catalog.about import Listed, Release
from converter.catalog.datasets import dataset_quads
from converter.catalog.distributions import distribution_quads
from converter.catalog.values import value_quads
from converter.catalog.void import void_quads
from ontology.quads import Writer

__all__ = ["Listed", "Release", "catalog_quads"]


def catalog_quads(release: Release) -> list[ox.Quad]:
    """Every quad of the catalogue's graph, each once, in a fixed order."""
    writer = Writer(release.catalog)
    parts = (dataset_quads, distribution_quads, void_quads, value_quads)
    return list(dict.fromkeys(quad for part in parts for quad in part(release, writer)))

"""Charts as geometry: plain functions from figures to shapes, which templates draw as SVG."""

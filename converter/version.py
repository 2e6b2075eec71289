"""The version of the extractor; a release made by another version is made again."""

VERSION = "0.1.0"

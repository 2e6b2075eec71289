"""The shapes that follow from data are up to date."""

from shapes.generate import FOLDER, codes_turtle, dimensions_turtle

REMEDY = "run `python -m shapes.generate`"


def test_code_shapes_follow_the_code_lists() -> None:
    assert (FOLDER / "codes.ttl").read_text(encoding="utf-8") == codes_turtle(), REMEDY


def test_dimension_shapes_follow_the_data_structure_definitions() -> None:
    assert (FOLDER / "dimensions.ttl").read_text(encoding="utf-8") == dimensions_turtle(), REMEDY

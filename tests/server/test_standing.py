"""How a disclosure stands among its like: a rank and medians, only where there are enough to compare with."""

from decimal import Decimal
from types import SimpleNamespace
from typing import cast

from server.overview import HEADLINES, Listed, Overview
from server.standing import standing


def listed(
    number: int, total: int | None, project: int | None = None, year: int = 2025, level: str = "county"
) -> Listed:
    amounts = dict.fromkeys(HEADLINES) | {
        "total": None if total is None else Decimal(total),
        "project": None if project is None else Decimal(project),
    }
    entry = SimpleNamespace(iri=f"{number}/{year}", year=year, phase="budget")
    return Listed(entry, "", "", f"d{number}", "type/a", "", f"level/{level}", amounts)  # type: ignore[arg-type]


def every(*found: Listed) -> Overview:
    return cast(Overview, SimpleNamespace(by_type={"type/a": list(found)}))


def test_a_rank_and_medians_among_departments_of_the_same_level() -> None:
    mine = listed(1, 20, 10)
    others = [listed(2, 10, 9), listed(3, 30, 3), listed(4, 40, 8)]
    found = standing(mine, every(mine, *others, listed(5, 1000, 1, level="province")))
    assert found is not None and (found.rank, found.number, found.median) == (3, 4, 25)
    assert found.shares["project"] == 20 and "basic" not in found.shares and found.level == "county"


def test_where_too_few_are_of_the_level_all_count() -> None:
    mine = listed(1, 20)
    found = standing(mine, every(mine, listed(2, 10), listed(3, 30), listed(4, 40, level="province")))
    assert found is not None and (found.rank, found.number, found.level) == (3, 4, "")


def test_a_department_counts_once_with_the_nearest_year() -> None:
    mine = listed(1, 20)
    years = [listed(2, 10, year=2025), listed(2, 99, year=2020), listed(1, 99, year=2024)]
    found = standing(mine, every(mine, *years, listed(3, 30), listed(4, 40)))
    assert found is not None and (found.rank, found.number) == (3, 4)


def test_too_few_others_or_no_total_give_no_rank() -> None:
    mine = listed(1, 20)
    assert standing(mine, every(mine, listed(2, 10), listed(3, 30), listed(4, None))) is None
    assert standing(listed(1, None), every(listed(2, 10), listed(3, 30), listed(4, 40))) is None
    assert standing(mine, every()) is None

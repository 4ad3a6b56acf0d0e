"""A release of many platforms and groups over five years, for tests of what the pages do with it."""

from datetime import date
from pathlib import Path

from tests.small_release import Content, write_release

FIVE_YEARS_AGO = date(2020, 8, 21)  # 260 weeks before the as-of date of the small release


def write_scale_release(folder: Path, platforms: int, groups: int, requests: int) -> Path:
    """`requests` of each platform; every group is named, and the daily tables have a row a week."""
    named = {
        f"p{number:03d}": (f"Platform {number:03d}", requests + number % 7, requests * (number % 10) // 10)
        for number in range(platforms)
    }
    many = tuple(f"Group {number:03d} (Full name of group {number})" for number in range(groups))
    content = Content(platforms=named, groups=many, first_day=FIVE_YEARS_AGO, day_step=7, named_from=0)
    return write_release(folder, content)

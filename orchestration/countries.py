"""The names by which ISO 3166 knows each country, in raw.country_names.

Belongs here: what pycountry says. Does not: spellings of publishers (seeds/country_labels.csv), or matching (dbt).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE = "raw.country_names"
NAME_FIELDS = ("name", "official_name", "common_name")


class Country(Protocol):
    """As pycountry has it; official_name and common_name are there for some countries only."""

    alpha_2: str
    name: str


def write_country_names(connection: "DuckDBPyConnection") -> None:
    """Write raw.country_names anew: country_code (ISO 3166 alpha-2), label (lower-case), country_name; a row per label.

    country_name is the common name where there is one, else the short name. Raises ValueError when two countries share
    a label.
    """
    import pycountry

    names = {country.alpha_2: getattr(country, "common_name", country.name) for country in pycountry.countries}
    labels = country_labels(pycountry.countries)
    connection.execute("create schema if not exists raw")
    connection.execute(f"create or replace table {TABLE} (country_code varchar, label varchar, country_name varchar)")
    values = [value for label, code in labels.items() for value in (code, label, names[code])]
    connection.execute(f"insert into {TABLE} values {', '.join(['(?, ?, ?)'] * len(labels))}", values)


def country_labels(countries: Iterable[Country]) -> dict[str, str]:
    """Name (lower-case, one-spaced) -> alpha-2 code. Raises ValueError when two countries share a name."""
    codes: dict[str, str] = {}
    for country in countries:
        for label in _names(country):
            if codes.setdefault(label, country.alpha_2) != country.alpha_2:
                both = f"{codes[label]} and {country.alpha_2}"
                raise ValueError(f"ISO 3166 (pycountry) gives {both} one name, {label!r}: pin another version")
    return codes


def _names(country: Country) -> list[str]:
    found = [getattr(country, field, None) for field in NAME_FIELDS]
    return [" ".join(name.lower().split()) for name in found if name]

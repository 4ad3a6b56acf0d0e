"""Names of countries: one country each, or none is written."""

from dataclasses import dataclass

import duckdb
import pytest

from orchestration.countries import country_labels, write_country_names


@dataclass
class Known:
    alpha_2: str
    name: str
    official_name: str | None = None


def test_a_name_that_two_countries_share_stops() -> None:
    with pytest.raises(ValueError, match="CG and CD one name, 'congo'"):
        country_labels([Known("CG", "Congo"), Known("CD", "Congo, The Democratic Republic of the", "CONGO ")])


def test_one_country_may_say_its_name_twice_and_without_care() -> None:
    assert country_labels([Known("PK", " Pakistan", "PAKISTAN"), Known("AX", "\u00c5land\u00a0 Islands")]) == {
        "pakistan": "PK",
        "\u00e5land islands": "AX",
    }


def test_the_table_is_written_anew_with_every_name() -> None:
    with duckdb.connect() as connection:
        write_country_names(connection)
        write_country_names(connection)
        columns = "label, country_code, country_name"
        asked = f"select {columns} from raw.country_names where country_code in ('BO', 'TW') order by all"
        assert connection.execute(asked).fetchall() == [
            ("bolivia", "BO", "Bolivia"),
            ("bolivia, plurinational state of", "BO", "Bolivia"),
            ("plurinational state of bolivia", "BO", "Bolivia"),
            ("taiwan", "TW", "Taiwan"),
            ("taiwan, province of china", "TW", "Taiwan"),
        ]
        twice = "select count(*) - count(distinct label), count(distinct country_code) from raw.country_names"
        assert connection.execute(twice).fetchone() == (0, 249)

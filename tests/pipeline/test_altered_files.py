"""Every given file, altered in any way, is refused where it lies: no figure of a known file can change in silence."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.connectors.base import SourceDrift
from orchestration.drop_folder import find_files, identify
from orchestration.known_files import read_known_files, refuse_altered
from orchestration.landing import land
from orchestration.settings import read_settings
from tests.pipeline.landed_files import query
from tests.pipeline.mutations import cut_end, flip_bytes, mutations

KNOWN = read_known_files(read_settings().seeds)


def given_files(published_samples: Path) -> list[Path]:
    return [path.relative_to(published_samples) for path in find_files(published_samples)]


def test_every_given_file_is_on_record(published_samples: Path) -> None:
    places = {(place.parts[0], place.parts[1], place.name) for place in given_files(published_samples)}
    assert places == set(KNOWN)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_given_file_that_was_altered_is_refused(published_samples: Path, tmp_path: Path, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(given_files(published_samples)))
    content = (published_samples / place).read_bytes()
    positions = st.integers(0, len(content) - 1)
    damage = st.one_of(
        positions.map(lambda length: cut_end(content, length)),
        st.tuples(positions, st.integers(1, 255)).map(lambda drawn: flip_bytes(content, dict([drawn]))),
    )
    if place.suffix == ".csv" and len(content) < 200_000:
        damage = mutations(content)
    altered = data.draw(damage).content
    path = tmp_path / "published_reports" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(altered)
    batch = identify("published_reports", tmp_path, path)
    if altered == content:
        refuse_altered(batch, KNOWN)
        return
    with pytest.raises(SourceDrift, match="on record with other bytes"):
        refuse_altered(batch, KNOWN)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_landing_takes_nothing_of_an_altered_file(
    published_samples: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """The same from end to end: the file is named, and not one of its figures is in the warehouse."""
    place = data.draw(st.sampled_from(given_files(published_samples)))
    content = (published_samples / place).read_bytes()
    flipped = data.draw(st.tuples(st.integers(0, len(content) - 1), st.integers(1, 255)))
    home = replace(read_settings(), home=tmp_path_factory.mktemp("home"))
    path = home.landing / "published_reports" / place
    path.parent.mkdir(parents=True)
    path.write_bytes(flip_bytes(content, dict([flipped])).content)
    (refusal,) = land(home, keep_going=True).refused
    assert refusal.uri == f"published_reports/{place}"
    assert "on record with other bytes" in refusal.reason
    for table in ("published_figures", "listed_entities", "report_files"):
        assert query(home, f"select count(*) from raw.{table}") == [(0,)]

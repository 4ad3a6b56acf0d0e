"""No account's followers can be had from public sums of followers, in whatever combination (rule 7).

What is asked of the sums is in tests/pipeline/attack/followers.py, what they are made of in followers_told.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.pipeline.attack.followers import attack_followers, bounded_narrowly, heard, said_plainly
from tests.pipeline.attack.followers_told import Told, read_told
from tests.pipeline.blurred import K
from tests.pipeline.workbench import Ran

MANY = 10_000


def publics(ran: Ran) -> Sequence[Path]:
    """The public folders of the home's releases, the earliest first: two, or one."""
    return [ran.home / "releases" / name / "public" for name in ran.releases][-2:]


@pytest.fixture(scope="module", params=["october", "august", "large"])
def told(request: pytest.FixtureRequest) -> Told:
    """Of October one release; of August, and of 100,000 requests, two that follow each other."""
    return read_told(publics(request.getfixturevalue(request.param)))


def sums(told: Told, counts: Sequence[float]) -> Told:
    """What would be told were the accounts' counts these."""
    return replace(told, values=told.matrix @ np.array(counts, dtype="float64"))


def test_there_is_much_to_attack(told: Told) -> None:
    assert told.intervals
    if len(told.accounts) > MANY:  # so many accounts seldom leave one alone
        assert list(told.small(K))
        return
    alone = {told.accounts[places[0]] for _, places in told.small(K) if len(places) == 1}
    assert len(alone) > 300
    assert len({len(places) for _, places in told.small(K)}) == K - 1


def test_every_public_sum_is_one_of_blurred_counts_and_of_nothing_else(told: Told) -> None:
    """So no combination of them holds more; and it shows that the attack knows what is in every sum."""
    assert np.array_equal(sums(told, heard(told)).values, told.values)
    assert all(low <= told.counts[places].sum() <= high for places, low, high in told.intervals)


def test_no_accounts_followers_are_told(told: Told) -> None:
    assert attack_followers(told, K) == []


def test_exact_sums_are_found(told: Told) -> None:
    """The mutation: sums as they were before they were blurred. Then what one account has is what a day adds."""
    found = {leak.truth for leak in said_plainly(sums(told, told.counts), K)}
    alone = {told.counts[places[0]] for _, places in told.small(K) if len(places) == 1}
    assert found >= alone - {0}


def test_an_exact_sum_beside_blurred_ones_is_found(october: Ran) -> None:
    """The mutation: two sums are told between close bounds, and one account is all that they differ by."""
    told = read_told(publics(october))
    places = max((places for places, *_ in told.intervals), key=len)
    exact = [(held, total - 1, total + 1) for held in (places, places[1:]) for total in [told.counts[held].sum()]]
    leaks = bounded_narrowly(replace(told, intervals=tuple(exact)), K)
    assert (1, told.counts[places[0]]) in {(leak.accounts_count, leak.truth) for leak in leaks}

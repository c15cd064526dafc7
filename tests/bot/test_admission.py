"""One running question a member, a cool-down, and a bound on all together."""

import pytest

from bot.admission import Admission
from bot.errors import AlreadyAsking, CoolingDown, QueueFull
from data.ids import MemberId

ANN, BEN, CLEO = MemberId(1), MemberId(2), MemberId(3)


class HandClock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def admission(clock: HandClock) -> Admission:
    return Admission(most=2, cool_down_seconds=5.0, clock=clock)


def test_a_second_question_of_a_member_waits_for_the_first(admission: Admission) -> None:
    with admission.admit(ANN), pytest.raises(AlreadyAsking), admission.admit(ANN):
        pytest.fail("admitted twice")


def test_a_refused_question_does_not_end_the_one_that_runs(admission: Admission) -> None:
    with admission.admit(ANN):
        for _ in range(2):
            with pytest.raises(AlreadyAsking), admission.admit(ANN):
                pytest.fail("admitted twice")
        assert admission.running == 1


def test_members_do_not_wait_for_each_other(admission: Admission) -> None:
    with admission.admit(ANN), admission.admit(BEN):
        assert admission.running == 2


def test_past_the_bound_everyone_is_told_that_segue_is_busy(admission: Admission) -> None:
    with admission.admit(ANN):
        with admission.admit(BEN), pytest.raises(QueueFull), admission.admit(CLEO):
            pytest.fail("admitted a third")
        with admission.admit(CLEO):
            assert admission.running == 2


def test_the_cool_down_begins_with_the_answer(admission: Admission, clock: HandClock) -> None:
    with admission.admit(ANN):
        clock.now += 60
    clock.now += 2
    with pytest.raises(CoolingDown) as told, admission.admit(ANN):
        pytest.fail("admitted within the cool-down")
    assert told.value.seconds == pytest.approx(3.0)
    clock.now += 3
    with admission.admit(ANN):
        assert admission.running == 1


def test_a_question_that_failed_frees_its_place(admission: Admission, clock: HandClock) -> None:
    with pytest.raises(LookupError), admission.admit(ANN):
        raise LookupError
    assert admission.running == 0
    clock.now += 5
    with admission.admit(ANN):
        assert admission.running == 1


def test_a_refusal_does_not_make_the_wait_longer(admission: Admission, clock: HandClock) -> None:
    with admission.admit(ANN):
        pass
    clock.now += 4
    with pytest.raises(CoolingDown), admission.admit(ANN):
        pytest.fail("admitted within the cool-down")
    clock.now += 1
    with admission.admit(ANN):
        pass


def test_without_a_cool_down_nobody_waits(clock: HandClock) -> None:
    admission = Admission(most=1, cool_down_seconds=0.0, clock=clock)
    for _ in range(3):
        with admission.admit(ANN) as ticket:
            assert ticket.member == ANN


def test_members_whose_cool_down_is_over_are_forgotten(admission: Admission, clock: HandClock) -> None:
    for number in range(5000):
        with admission.admit(MemberId(number)):
            clock.now += 1
    assert admission.remembered <= 1024

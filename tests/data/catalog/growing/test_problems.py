from __future__ import annotations

from data.catalog.growing.problems import PASSING, FileProblem, FileRefused, sentence
from engine.errors import AudioProblem


def test_every_problem_has_a_sentence_of_its_own() -> None:
    problems = [*FileProblem, *AudioProblem]
    said = {sentence(problem.value) for problem in problems}
    assert len(said) == len(problems)
    assert all(" " in one for one in said)
    assert sentence("of a newer version") == "of a newer version"


def test_only_what_may_pass_is_not_remembered() -> None:
    assert FileProblem.PROTECTED not in PASSING
    assert AudioProblem.DAMAGED not in PASSING
    assert FileProblem.UNREADABLE in PASSING
    assert str(FileRefused(FileProblem.GONE)) == "gone"

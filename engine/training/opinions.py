"""What the six public taggers say of the clips, heard once and kept where the evaluation keeps it too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.evaluation.peers import hear
from engine.evaluation.views import WHOLE, Sound, View, clip_path
from engine.teachers.loading import load_teachers
from engine.teachers.teacher import SAMPLE_RATE
from engine.training.targets import Opinion


def hear_opinions(data: Path, clips: Sequence[str], home: Path, jobs: int) -> dict[str, Opinion]:
    """Every teacher's opinion of every clip, by the teacher's name.

    Parameters
    ----------
    data
        Directory of the training data.
    clips
        Ids of n clips.
    home
        What was heard is kept in its ``cache``.
    jobs
        Processes.

    Raises
    ------
    ModelError
        A teacher's weights cannot be read.
    DataMissingError
        A clip cannot be heard.
    """
    names = {teacher.name: teacher.tag_names for teacher in load_teachers(data)}
    sounds = [Sound(View(clip, WHOLE), clip_path(data, clip), SAMPLE_RATE) for clip in clips]
    heard = hear(sounds, data, home / "cache", jobs)
    return {
        name: Opinion(
            heard[name]["embedding"].astype(np.float32), heard[name]["tags"].astype(np.float32), tuple(tag_names)
        )
        for name, tag_names in names.items()
    }

"""From a question to its answer, without Discord: by a song of the catalogue, and by an attached clip."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence

import numpy as np

from benchmarks.command import Run, main
from benchmarks.measurement import Measurement, percentile
from benchmarks.opened import settings_in
from benchmarks.sounds import MP3_128K, clip
from bot.questions import FeedbackKind, Question
from bot.services import Services
from data.ids import MemberId
from engine.songs import SongId

DESCRIPTION = """\
One question after another to the bot's own services (the shipped catalogue, weights and index, a database on disk):
resolved, heard, found, ranked, explained, written down. Members have liked and disliked songs before. A clip is a
30 s mp3 of 128 kbit/s: decoded in a worker process and embedded on the way. Warm-up questions are not counted."""

SONG_P50_MS, SONG_P95_MS = 60.0, 150.0
CLIP_P50_MS, CLIP_P95_MS = 450.0, 1_000.0
_SONGS, _CLIPS = 200, 60
_WARM_UP = 5
_MEMBERS = 8
_LIKES = 12


def measure(run: Run) -> Sequence[Measurement]:
    """p50 and p95 of both kinds of question."""
    return asyncio.run(_measure(run))


async def _measure(run: Run) -> Sequence[Measurement]:
    async with await Services.open(settings_in(run.directory)) as services:
        random = np.random.default_rng(0)
        ids = (await services.index.current()).ids
        await _live_in(services, [ids[row] for row in random.permutation(len(ids))[: _MEMBERS * _LIKES]])
        songs = [ids[row] for row in random.permutation(len(ids))[: run.times(_SONGS) + _WARM_UP]]
        clips = [clip(seed, MP3_128K) for seed in range(min(12, run.times(_CLIPS)))]
        by_song = await _times(services, [Question(_member(turn), song=song) for turn, song in enumerate(songs)])
        turns = run.times(_CLIPS) + _WARM_UP
        by_clip = await _times(
            services,
            [Question(_member(turn), clip=clips[turn % len(clips)], clip_name="clip.mp3") for turn in range(turns)],
        )
        among = f"among {len(ids):,} songs, {len(by_song)} and {len(by_clip)} questions, device {services.device}"
    return (
        Measurement("song -> answer, p50", percentile(by_song, 0.5), "ms", SONG_P50_MS, note=among),
        Measurement("song -> answer, p95", percentile(by_song, 0.95), "ms", SONG_P95_MS, note=among),
        Measurement("30 s clip -> answer, p50", percentile(by_clip, 0.5), "ms", CLIP_P50_MS, note=among),
        Measurement("30 s clip -> answer, p95", percentile(by_clip, 0.95), "ms", CLIP_P95_MS, note=among),
    )


async def _live_in(services: Services, songs: Sequence[SongId]) -> None:
    """Give every member a taste: two likes for each dislike."""
    for turn, song in enumerate(songs):
        answer = await services.recommender.answer(Question(_member(turn), song=song))
        kind = FeedbackKind.DISLIKE if turn // _MEMBERS % 3 == 2 else FeedbackKind.LIKE
        await services.recommender.feedback(answer.id, 0, answer.member, kind)


async def _times(services: Services, questions: Sequence[Question]) -> list[float]:
    """Milliseconds of each question after the warm-up."""
    times = []
    for question in questions:
        started = time.perf_counter()
        await services.recommender.answer(question)
        times.append(1_000 * (time.perf_counter() - started))
    return times[_WARM_UP:]


def _member(turn: int) -> MemberId:
    return MemberId(1 + turn % _MEMBERS)


if __name__ == "__main__":
    sys.exit(main("benchmarks.answers", DESCRIPTION, measure))

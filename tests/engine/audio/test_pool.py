"""A pool survives what its files do, and ends when it is told to."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path

import numpy as np
import pytest

from engine.audio import Clip, DecodeLimits, DecoderPool, decode
from engine.errors import AudioError, AudioProblem
from tests.bad_inputs.corpus import LAZY_LIMITS
from tests.bad_inputs.encoding import encode, music
from tests.bad_inputs.faults import Fault, decode_with_faults, file_of

PATIENCE_SECONDS = 60.0


@pytest.fixture(scope="module")
def song() -> bytes:
    return encode(music(4.0), "pcm_s16le")


def problem_of(future: Future[Clip]) -> AudioProblem:
    error = future.exception(PATIENCE_SECONDS)
    assert isinstance(error, AudioError)
    return error.problem


def eventually(what: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_worker_hears_what_this_process_hears(song: bytes) -> None:
    with DecoderPool(1) as pool:
        there = pool.submit(song).result(PATIENCE_SECONDS)
    here = decode(song)
    assert np.array_equal(there.samples, here.samples)
    assert there.source_seconds == here.source_seconds


def test_one_files_fault_is_no_other_files(song: bytes) -> None:
    with DecoderPool(2, LAZY_LIMITS, decode_with_faults) as pool:
        bad = {fault: pool.submit(file_of(fault)) for fault in (Fault.SLEEP, Fault.SEGFAULT, Fault.ALLOCATE, Fault.BUG)}
        good = [pool.submit(song) for _ in range(4)]
        assert all(future.result(PATIENCE_SECONDS).seconds == pytest.approx(4) for future in good)
        assert {fault: problem_of(future) for fault, future in bad.items()} == {
            Fault.SLEEP: AudioProblem.TOO_SLOW,
            Fault.SEGFAULT: AudioProblem.CRASHED,
            Fault.ALLOCATE: AudioProblem.TOO_HUNGRY,
            Fault.BUG: AudioProblem.CRASHED,
        }


def test_a_fault_costs_its_process_and_a_refusal_does_not(song: bytes) -> None:
    with DecoderPool(1, LAZY_LIMITS, decode_with_faults) as pool:
        pool.submit(song).result(PATIENCE_SECONDS)
        before = pool.pids
        assert problem_of(pool.submit(b"not audio")) is AudioProblem.NOT_AUDIO
        pool.submit(song).result(PATIENCE_SECONDS)
        assert pool.pids == before
        assert problem_of(pool.submit(file_of(Fault.EXIT))) is AudioProblem.CRASHED
        pool.submit(song).result(PATIENCE_SECONDS)
        assert pool.pids != before
        assert not runs(before[0])


def test_processor_time_is_bounded_where_time_is_not() -> None:
    limits = DecodeLimits(cpu_seconds=1, wall_seconds=PATIENCE_SECONDS)
    with DecoderPool(1, limits, decode_with_faults) as pool:
        future = pool.submit(file_of(Fault.SPIN))
        error = future.exception(PATIENCE_SECONDS / 2)
    assert isinstance(error, AudioError)
    assert (error.problem, error.limit) == (AudioProblem.TOO_SLOW, 1)


def test_a_process_killed_while_idle_is_replaced_unnoticed(song: bytes) -> None:
    with DecoderPool(1) as pool:
        pool.submit(song).result(PATIENCE_SECONDS)
        (pid,) = pool.pids
        os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not runs(pid))
        assert pool.submit(song).result(PATIENCE_SECONDS).seconds == pytest.approx(4)


def test_the_log_is_told_the_cause() -> None:
    with DecoderPool(1, LAZY_LIMITS, decode_with_faults) as pool:
        error = pool.submit(file_of(Fault.BUG)).exception(PATIENCE_SECONDS)
    assert error is not None
    assert error.__notes__ == ["RuntimeError: a bug that nobody foresaw"]


def test_empty_and_too_large_files_never_reach_a_worker() -> None:
    with DecoderPool(1, DecodeLimits(max_bytes=10)) as pool:
        empty, large = pool.submit(b""), pool.submit(bytes(11))
        assert empty.done()
        assert large.done()
        assert (problem_of(empty), problem_of(large)) == (AudioProblem.EMPTY, AudioProblem.TOO_LARGE)


def test_what_waits_can_be_cancelled(song: bytes) -> None:
    with DecoderPool(1, LAZY_LIMITS, decode_with_faults) as pool:
        busy = pool.submit(file_of(Fault.SLEEP))
        waiting, after = pool.submit(song), pool.submit(song)
        assert waiting.cancel()
        assert problem_of(busy) is AudioProblem.TOO_SLOW
        assert after.result(PATIENCE_SECONDS).seconds == pytest.approx(4)


def test_closing_ends_everything_at_once(song: bytes) -> None:
    pool = DecoderPool(2, decode=decode_with_faults)
    pool.submit(song).result(PATIENCE_SECONDS)
    running = pool.submit(file_of(Fault.SLEEP))
    assert eventually(running.running)
    waiting = [pool.submit(file_of(Fault.SLEEP)) for _ in range(5)]
    assert eventually(lambda: len(pool.pids) == 2)
    pids = pool.pids
    pool.close()
    pool.close()
    assert not any(map(runs, pids))
    for future in (running, *waiting):
        with pytest.raises(CancelledError):
            future.result(PATIENCE_SECONDS)
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(song)


def test_a_decode_function_must_be_found_by_name() -> None:
    def nested(data: bytes, limits: DecodeLimits) -> Clip:
        return decode(data, limits)

    with pytest.raises(ValueError, match="name"):
        DecoderPool(1, decode=nested)
    with pytest.raises(ValueError, match="worker"):
        DecoderPool(0)


async def test_futures_are_awaited_beside_other_work(song: bytes) -> None:
    with DecoderPool(1) as pool:
        clips = await asyncio.gather(*(asyncio.wrap_future(pool.submit(song)) for _ in range(3)))
    assert [clip.seconds for clip in clips] == [pytest.approx(4)] * 3


def run_program(text: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Another program, without any guard around its main module."""
    root = Path(__file__).resolve().parents[3]
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(text), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment, "PYTHONPATH": str(root)},
        start_new_session=True,
    )


def test_a_program_without_a_guard_and_with_a_secret(tmp_path: Path, song: bytes) -> None:
    (tmp_path / "song.wav").write_bytes(song)
    program = run_program(
        """
        import pathlib, sys
        from engine.audio import DecoderPool
        print("main runs once")
        pool = DecoderPool(2)
        pool.submit(pathlib.Path(sys.argv[1]).read_bytes()).result()
        for pid in pool.pids:
            print("secret-token" in pathlib.Path(f"/proc/{pid}/environ").read_text())
        pool.close()
        """,
        str(tmp_path / "song.wav"),
        DISCORD_TOKEN="secret-token",
    )
    output, errors = program.communicate(timeout=PATIENCE_SECONDS)
    assert (program.returncode, errors) == (0, "")
    assert output.split("\n")[:-1] == ["main runs once", "False", "False"]


def test_workers_die_with_a_killed_program() -> None:
    program = run_program(
        """
        from engine.audio import DecodeLimits, DecoderPool
        from tests.bad_inputs.faults import Fault, decode_with_faults, file_of
        pool = DecoderPool(2, DecodeLimits(wall_seconds=1.0), decode_with_faults)
        busy = pool.submit(file_of(Fault.SLEEP))
        while not (busy.running() and len(pool.pids) == 2):
            pass
        print(*pool.pids, flush=True)
        busy.result()
        """
    )
    assert program.stdout is not None
    pids = [int(word) for word in program.stdout.readline().split()]
    program.kill()
    program.communicate(timeout=PATIENCE_SECONDS)
    # The idle one sees its pipe close; the busy one has an alarm of its own.
    assert len(pids) == 2
    assert eventually(lambda: not any(map(runs, pids)))


def test_ctrl_c_reaches_the_program_and_not_its_workers() -> None:
    program = run_program(
        """
        import time
        from engine.audio import DecoderPool
        try:
            with DecoderPool(1) as pool:
                pool.submit(b"not audio").exception()
                print("ready", flush=True)
                time.sleep(600)
        except KeyboardInterrupt:
            print("goodbye")
        """
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    os.killpg(program.pid, signal.SIGINT)
    output, errors = program.communicate(timeout=PATIENCE_SECONDS)
    assert (output, errors, program.returncode) == ("goodbye\n", "", 0)

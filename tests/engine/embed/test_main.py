"""``python -m engine.embed`` as a user runs it."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from engine.embed.__main__ import main
from engine.networks.ear import DIMENSION

RATE = 22_050


def write_wav(path: Path, seconds: float, hertz: float) -> Path:
    time = np.arange(int(seconds * RATE)) / RATE
    samples = (np.sin(2 * np.pi * hertz * time) * np.exp(-(time % 0.5) * 5) * 20_000).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


def test_good_files_are_embedded_in_order_and_bad_ones_reported(
    tmp_path: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = [write_wav(tmp_path / f"{hertz}.wav", 4, hertz) for hertz in (220, 440, 880)]
    text = tmp_path / "not music.mp3"
    text.write_text("I am not a song")
    short = write_wav(tmp_path / "short.wav", 1, 300)
    missing = tmp_path / "missing.ogg"
    listed = [good[0], text, good[1], missing, short, good[2]]
    (tmp_path / "list.txt").write_text("\n".join(map(str, listed)) + "\n\n")

    status = main([str(tmp_path / "list.txt"), str(tmp_path / "out.npz"), "--jobs", "1", "--weights", str(weights)])

    assert status == 0
    with np.load(tmp_path / "out.npz") as out:
        assert out["paths"].tolist() == [str(path) for path in good]
        assert out["vectors"].dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(out["vectors"], axis=1), 1, atol=1e-4)
        assert [path for path, _ in out["errors"]] == [str(text), str(missing), str(short)]
        assert all(reason for _, reason in out["errors"])
    assert "3 of 6 files" in capsys.readouterr().err


def test_only_bad_files(tmp_path: Path, weights: Path) -> None:
    (tmp_path / "list.txt").write_text(str(tmp_path / "missing.ogg"))
    arguments = [str(tmp_path / "list.txt"), str(tmp_path / "out.npz"), "--jobs", "1", "--weights", str(weights)]
    assert main(arguments) == 1
    with np.load(tmp_path / "out.npz") as out:
        assert out["vectors"].shape == (0, DIMENSION)


@pytest.mark.parametrize("listing", [None, "", "\n \n"])
def test_no_files(tmp_path: Path, weights: Path, listing: str | None) -> None:
    if listing is not None:
        (tmp_path / "list.txt").write_text(listing)
    assert main([str(tmp_path / "list.txt"), str(tmp_path / "out.npz"), "--weights", str(weights)]) == 2
    assert not (tmp_path / "out.npz").exists()


def test_no_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.txt").write_text("a.wav")
    assert main([str(tmp_path / "list.txt"), str(tmp_path / "out.npz"), "--weights", str(tmp_path)]) == 2
    assert "engine.training" in capsys.readouterr().err


def test_nowhere_to_write(tmp_path: Path, weights: Path) -> None:
    (tmp_path / "list.txt").write_text("a.wav")
    out = tmp_path / "no such directory" / "out.npz"
    assert main([str(tmp_path / "list.txt"), str(out), "--weights", str(weights)]) == 2

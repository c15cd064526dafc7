"""Weights are known by their content, and nothing damaged is used."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
import safetensors.torch
import torch

from engine.embed.weights import MANIFEST, load_ear, read_facts, round_to_stored, save_ear
from engine.errors import ModelError
from tests.engine.embed.conftest import CLASSES, save, untrained_ear


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    ear = untrained_ear()
    round_to_stored(ear)
    facts = save_ear(ear, tmp_path, CLASSES, {"command": "none"}, {"loss": 1.0})
    assert read_facts(tmp_path) == facts
    loaded = load_ear(tmp_path, facts)
    clip = torch.randn(70_000)
    torch.testing.assert_close(loaded([clip]).vectors, ear([clip]).vectors, atol=1e-5, rtol=0)


def test_the_name_follows_the_content(tmp_path: Path) -> None:
    first, same, other = save(tmp_path, seed=1), save(tmp_path, seed=1), save(tmp_path, seed=2)
    assert first.model == same.model != other.model
    assert [path.name for path in tmp_path.glob("*.safetensors")] == [other.file]


def test_the_decoder_is_neither_shipped_nor_missed(tmp_path: Path) -> None:
    facts = save(tmp_path)
    kept = safetensors.torch.load_file(tmp_path / facts.file)
    assert any(name.startswith("autoencoder.encoder.") for name in kept)
    assert not any(name.startswith("autoencoder.decoder.") for name in kept)
    assert not any(name.startswith("autoencoder.decoder.") for name in load_ear(tmp_path, facts).state_dict())


@pytest.mark.parametrize("changes", [{"likeness.offset": None}, {"unknown": torch.ones(2)}])
def test_weights_that_lack_something_or_hold_more(tmp_path: Path, changes: dict[str, torch.Tensor | None]) -> None:
    facts = save(tmp_path)
    kept = {**safetensors.torch.load_file(tmp_path / facts.file), **changes}
    content = safetensors.torch.save({name: value for name, value in kept.items() if value is not None})
    sha256 = hashlib.sha256(content).hexdigest()
    (tmp_path / facts.file).write_bytes(content)
    with pytest.raises(ModelError, match="do not fit"):
        load_ear(tmp_path, replace(facts, sha256=sha256, model=sha256[:16]))


def test_missing_weights(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"ear\.json is missing.*engine\.training"):
        read_facts(tmp_path)
    facts = save(tmp_path)
    (tmp_path / facts.file).unlink()
    with pytest.raises(ModelError, match=r"are missing.*engine\.training"):
        load_ear(tmp_path, facts)


@pytest.mark.parametrize("keep", [0, 100, -1])
def test_truncated_weights(tmp_path: Path, keep: int) -> None:
    facts = save(tmp_path)
    path = tmp_path / facts.file
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelError, match="damaged"):
        load_ear(tmp_path, facts)


def test_weights_of_another_training(tmp_path: Path) -> None:
    facts = save(tmp_path / "a", seed=1)
    other = save(tmp_path / "b", seed=2)
    (tmp_path / "a" / facts.file).write_bytes((tmp_path / "b" / other.file).read_bytes())
    with pytest.raises(ModelError, match="not those"):
        load_ear(tmp_path / "a", facts)


@pytest.mark.parametrize("damage", ["{", "[]", "{}", '{"format": 99}'])
def test_a_damaged_manifest(tmp_path: Path, damage: str) -> None:
    save(tmp_path)
    (tmp_path / MANIFEST).write_text(damage)
    with pytest.raises(ModelError, match=r"engine\.training"):
        read_facts(tmp_path)


def test_a_manifest_cannot_name_a_file_elsewhere(tmp_path: Path) -> None:
    facts = save(tmp_path / "weights")
    (tmp_path / "weights" / facts.file).rename(tmp_path / facts.file)
    manifest = tmp_path / "weights" / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"file": f"../{facts.file}"}))
    with pytest.raises(ModelError, match="are missing"):
        load_ear(tmp_path / "weights", read_facts(tmp_path / "weights"))

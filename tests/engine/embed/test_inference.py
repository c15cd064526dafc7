"""Running quicker changes no answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from engine.embed import Embedder
from engine.embed.inference import Listener, Way, bfloat16_is_native, fold
from engine.embed.weights import load_ear, read_facts
from engine.networks.ear import Ear, EarOutput, HeadLogits

CPU = torch.device("cpu")
RATE = 22_050
NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)


def sound(seconds: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.1, int(seconds * RATE)).astype(np.float32)


def live_in(network: nn.Module, seed: int = 0) -> nn.Module:
    """Give every batch normalisation statistics and scales, as a training does."""
    generator = torch.Generator().manual_seed(seed)
    for module in network.modules():
        if isinstance(module, NORMS):
            module.running_mean = torch.randn(module.num_features, generator=generator) * 0.2
            module.running_var = torch.rand(module.num_features, generator=generator) + 0.5
            module.weight.data = torch.randn(module.num_features, generator=generator)
            module.bias.data = torch.randn(module.num_features, generator=generator) * 0.2
    return network.eval()


@pytest.fixture
def ear(weights: Path) -> Ear:
    ear = load_ear(weights, read_facts(weights))
    live_in(ear)
    return ear


def tensors(output: EarOutput) -> Iterator[Tensor]:
    for part, kind in ((output, EarOutput), (output.logits, HeadLogits)):
        yield from (getattr(part, field.name) for field in fields(kind) if field.name != "logits")


@settings(max_examples=20, deadline=None)
@given(
    widths=st.lists(st.integers(1, 6), min_size=2, max_size=4),
    kernel=st.sampled_from([1, 3, 5]),
    bias=st.booleans(),
    flat=st.booleans(),
    seed=st.integers(0, 1_000),
)
def test_a_folded_network_answers_the_same(widths: list[int], kernel: int, bias: bool, flat: bool, seed: int) -> None:
    torch.manual_seed(seed)
    convolution, norm = (nn.Conv1d, nn.BatchNorm1d) if flat else (nn.Conv2d, nn.BatchNorm2d)
    blocks = [
        nn.Sequential(convolution(a, b, kernel, padding=kernel // 2, bias=bias), norm(b), nn.ReLU())
        for a, b in pairwise(widths)
    ]
    network = live_in(nn.Sequential(*blocks, norm(widths[-1])), seed)
    x = torch.randn(2, widths[0], *([9] if flat else [9, 7]))
    with torch.no_grad():
        before = network(x)
        fold(network)
        torch.testing.assert_close(network(x), before, atol=1e-4, rtol=1e-4)
    assert sum(isinstance(module, NORMS) for module in network.modules()) == 1, "what follows no convolution stays"


def test_a_norm_that_still_learns_is_left_alone() -> None:
    network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2)).train()
    fold(network)
    assert isinstance(network[1], nn.BatchNorm2d)


def test_parts_that_are_not_run_in_their_order_are_left_alone() -> None:
    class Backwards(nn.Sequential):
        def forward(self, x: Tensor) -> Tensor:
            for module in reversed(self):
                x = module(x)
            return x

    network = Backwards(nn.Conv2d(2, 2, 1), nn.BatchNorm2d(2)).eval()
    fold(network)
    assert isinstance(network[1], nn.BatchNorm2d)


def test_the_folded_ear_says_what_the_ear_says(ear: Ear) -> None:
    clips = [sound(7, 1), sound(30, 2), sound(3, 3)]
    with torch.inference_mode():
        expected = ear([torch.from_numpy(clip) for clip in clips])
    heard = Listener(ear, CPU).hear(clips)
    for got, plain in zip(tensors(heard), tensors(expected), strict=True):
        torch.testing.assert_close(got, plain, atol=1e-4, rtol=1e-4)


def test_the_ear_that_is_handed_in_stays_as_it_is(ear: Ear) -> None:
    before = {name: value.clone() for name, value in ear.state_dict().items()}
    Listener(ear, CPU).hear([sound(3)])
    after = ear.state_dict()
    assert list(after) == list(before)
    assert all(torch.equal(after[name], value) for name, value in before.items())


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seconds=st.lists(st.floats(min_value=0.1, max_value=31), min_size=1, max_size=4))
def test_company_does_not_move_a_vector(embedder: Embedder, seconds: list[float]) -> None:
    clips = [sound(length, seed) for seed, length in enumerate(seconds)]
    together = embedder.embed(clips)
    for clip, heard in zip(clips, together, strict=True):
        np.testing.assert_allclose(embedder.embed([clip])[0].vector, heard.vector, rtol=0, atol=1e-5)


def test_heard_all_at_once_a_clip_differs_by_rounding_only(ear: Ear) -> None:
    clips = [sound(3, 1), sound(12, 2)]
    at_once = Listener(ear, CPU, Way(clip_by_clip=False)).hear(clips)
    torch.testing.assert_close(at_once.vectors, Listener(ear, CPU).hear(clips).vectors, atol=1e-5, rtol=0)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA here")
def test_company_does_not_move_a_vector_on_a_gpu_either(ear: Ear) -> None:
    clips = [sound(3, 1), sound(30, 2), sound(12, 3)]
    tf32 = torch.backends.cudnn.allow_tf32
    listener = Listener(ear, torch.device("cuda"))
    together = listener.hear(clips).vectors.cpu()
    for clip, vector in zip(clips, together, strict=True):
        torch.testing.assert_close(listener.hear([clip]).vectors[0].cpu(), vector, rtol=0, atol=1e-5)
    torch.testing.assert_close(together, Listener(ear, CPU).hear(clips).vectors, rtol=0, atol=1e-3)
    assert torch.backends.cudnn.allow_tf32 == tf32


def test_torchs_threads_are_given_back(ear: Ear) -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        Listener(ear, CPU).hear([sound(3)])
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


@pytest.mark.skipif(not bfloat16_is_native(), reason="this processor does not multiply bfloat16 itself")
def test_bfloat16_moves_vectors_a_little_and_stays_the_same_in_company(ear: Ear) -> None:
    clips = [sound(4, 1), sound(9, 2)]
    exact = Listener(ear, CPU).hear(clips).vectors
    listener = Listener(ear, CPU, Way(bfloat16=True))
    rounded = listener.hear(clips).vectors
    assert not torch.equal(rounded, exact)
    assert torch.cosine_similarity(rounded.float(), exact).min() > 0.99
    torch.testing.assert_close(listener.hear(clips[1:]).vectors[0], rounded[1], rtol=0, atol=1e-5)

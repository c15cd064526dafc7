"""The counter beside counts by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn import functional

from benchmarks.multiply_adds import MultiplyAdds, Uncounted, count
from engine.features.log_mel import HOP_LENGTH, N_BANDS, N_FFT, LogMel, n_frames


@settings(max_examples=25, deadline=None)
@given(
    batch=st.integers(1, 3),
    groups=st.integers(1, 3),
    width=st.integers(1, 3),
    kernel=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    stride_and_padding=st.tuples(st.integers(1, 3), st.integers(0, 2)),
)
def test_a_convolution_costs_its_kernel_at_every_place(
    batch: int, groups: int, width: int, kernel: tuple[int, int], stride_and_padding: tuple[int, int]
) -> None:
    before, after = width * groups, 2 * groups
    layer = nn.Conv2d(before, after, kernel, *stride_and_padding, groups=groups)
    x = torch.randn(batch, before, 9, 8)
    places = layer(x).shape[2] * layer(x).shape[3]
    expected = batch * after * places * width * math.prod(kernel)
    assert count(lambda: layer(x)) == MultiplyAdds(expected, 0, 0)


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (nn.Conv1d(3, 5, 7, padding=3), (2, 3, 20), MultiplyAdds(2 * 5 * 20 * 3 * 7, 0, 0)),
        (nn.ConvTranspose2d(4, 3, 2, stride=2), (1, 4, 5, 6), MultiplyAdds(4 * 5 * 6 * 3 * 4, 0, 0)),
        (nn.Linear(10, 4), (3, 10), MultiplyAdds(0, 3 * 10 * 4, 0)),
        (nn.Linear(10, 4, bias=False), (2, 3, 10), MultiplyAdds(0, 6 * 10 * 4, 0)),
        (nn.Linear(10, 4), (10,), MultiplyAdds(0, 10 * 4, 0)),
        (nn.GRU(6, 8, batch_first=True), (2, 5, 6), MultiplyAdds(0, 2 * 5 * 3 * 8 * (6 + 8), 0)),
        (nn.Sequential(nn.BatchNorm2d(2), nn.ReLU(), nn.MaxPool2d(2)), (1, 2, 4, 4), MultiplyAdds(0, 0, 0)),
    ],
    ids=["conv1d", "transposed", "linear", "no bias", "one vector", "gru", "one by one"],
)
@pytest.mark.parametrize("mode", [torch.enable_grad, torch.no_grad, torch.inference_mode])
def test_layers_cost_what_the_textbook_says(
    layer: nn.Module, shape: tuple[int, ...], expected: MultiplyAdds, mode: Callable[[], torch.no_grad]
) -> None:
    layer.eval()
    with mode():
        x = torch.randn(shape)
        assert count(lambda: layer(x)) == expected


def test_matrix_products_are_seen_however_they_are_written() -> None:
    a, b, v = torch.randn(3, 4), torch.randn(4, 5), torch.randn(4)
    assert count(lambda: a @ b).matrices == 60
    assert count(lambda: torch.randn(7, 3, 4) @ b).matrices == 7 * 60
    assert count(lambda: torch.einsum("ij,jk->ik", a, b)).matrices == 60
    assert count(lambda: a @ v).matrices == 12
    assert count(lambda: v @ v).matrices == 4


def test_attention_is_two_products() -> None:
    query, key = torch.randn(1, 2, 5, 8), torch.randn(1, 2, 7, 8)
    assert count(lambda: functional.scaled_dot_product_attention(query, key, key)).matrices == 2 * 2 * 5 * 7 * 8


def test_fourier_transforms_are_counted_by_the_usual_rule() -> None:
    x = torch.randn(3, 1_024)
    assert count(lambda: torch.fft.rfft(x)).transforms == 3 * 1_024 * 10 * 5 // 4
    assert count(lambda: torch.fft.fft(x.to(torch.complex64))).transforms == 3 * 1_024 * 10 * 5 // 2
    spectrum = torch.fft.rfft(x)
    assert count(lambda: torch.fft.irfft(spectrum)).transforms == 3 * 1_024 * 10 * 5 // 4


def test_the_log_mel_spectrogram_costs_its_transforms_and_its_filters() -> None:
    samples = 22_050
    frames = n_frames(samples)
    counted = count(lambda: LogMel()(torch.randn(1, samples)))
    assert counted.matrices == N_BANDS * (1 + N_FFT // 2) * frames
    assert counted.transforms == pytest.approx(1.25 * N_FFT * math.log2(N_FFT) * frames, rel=1e-3)
    assert frames == 1 + samples // HOP_LENGTH


def test_work_is_the_sum_of_its_parts() -> None:
    first, second = nn.Linear(3, 4), nn.Linear(4, 5)
    x = torch.randn(2, 3)
    assert count(lambda: second(first(x))).total == count(lambda: first(x)).total + 2 * 4 * 5


def test_a_product_without_a_rule_is_refused_and_not_left_out() -> None:
    layer = nn.LSTM(4, 6).eval()
    x = torch.randn(3, 1, 4)
    with torch.inference_mode():
        try:
            counted = count(lambda: layer(x)).matrices
        except Uncounted as error:
            assert "rnn" in str(error)
        else:
            assert counted == 3 * 4 * 6 * (4 + 6)

"""How the ear is run when it only has to hear: what does not change the answer and saves the processor's time.

* Every batch normalisation that follows a convolution is folded into its kernel: at rest it is one more scale and
  shift. The answer stays the same to rounding.
* On the processor clips are heard one after another: the maps of one clip fit into its cache, those of many do not, and
  a clip's vector cannot depend on what else was asked at that moment.
* On the processor one thread works: with two, every layer ends by waiting for both, and where anything else wants the
  cores (decoding does) a clip took ten times as long. ``python -m benchmarks.inference`` measures it on any machine.
* On a GPU clips are heard together, in whole single precision and by repeatable algorithms: cuDNN's default, TF32,
  keeps ten bits of each factor, and a vector would move by more than company may move it.
* In bfloat16, where the processor multiplies it itself, a clip costs a third less, but the vectors move a little. It is
  there to be measured and is not what ``Way()`` does.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from engine.features.log_mel import LogMel
from engine.networks.ear import Ear, EarOutput, HeadLogits

_CONVOLUTIONS = (nn.Conv1d, nn.Conv2d)
_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)
_BFLOAT16_MARKS = ("avx512_bf16", "amx_bf16")
"""What torch calls the instructions that multiply bfloat16."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to run the networks; as it is made without arguments, the one in use.

    Attributes
    ----------
    folded
        Batch normalisations are folded into the convolutions before them.
    channels_last
        Maps lie in memory with all channels of a cell side by side.
    clip_by_clip
        On the processor each clip is heard for itself.
    bfloat16
        Convolutions and matrix products in bfloat16, summed in float32; the log-mel spectrogram stays exact.
    threads
        Threads of the processor at most; 0 leaves torch's number as it is.
    """

    folded: bool = True
    channels_last: bool = True
    clip_by_clip: bool = True
    bfloat16: bool = False
    threads: int = 1


class Listener:
    """The ear, made ready to hear on a device. Not for several threads at once.

    The ear that is handed in is copied and stays as it is.
    """

    def __init__(self, ear: Ear, device: torch.device, way: Way = Way()) -> None:
        ready = copy.deepcopy(ear).eval()
        if way.folded:
            fold(ready)
        if way.bfloat16:
            _keep_exact(ready)
        ready.to(device)
        if way.channels_last:
            ready.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._ear = ready
        self._device = device
        self._way = way

    def hear(self, waveforms: Sequence[NDArray[np.float32]]) -> EarOutput:
        """Hear clips of any lengths; there must be one at least.

        Parameters
        ----------
        waveforms
            Each (n_samples,) float32 at 22,050 Hz, mono.
        """
        on_processor = self._device.type == "cpu"
        with (
            torch.inference_mode(),
            _threads(self._way.threads if on_processor else 0),
            nullcontext() if on_processor else _exact_on_gpu(),
            torch.autocast(self._device.type, torch.bfloat16, enabled=self._way.bfloat16),
        ):
            if on_processor and self._way.clip_by_clip:
                return _joined([self._ear([torch.tensor(one)]) for one in waveforms])
            output: EarOutput = self._ear([torch.tensor(one).to(self._device) for one in waveforms])
            return output


def fold(network: nn.Module) -> None:
    """Fold each batch normalisation that follows a convolution in an ``nn.Sequential`` into it, in place.

    With mean m, variance v, scale g and shift b of a channel, its kernel becomes ``w * g / sqrt(v + eps)`` and its bias
    ``(c - m) * g / sqrt(v + eps) + b`` (Ioffe and Szegedy, 2015, section 3.1).

    Parameters
    ----------
    network
        At rest (``eval``): the statistics of training are what is folded in.
    """
    # A subclass with a way of its own through its parts is no sequence.
    for sequence in [module for module in network.modules() if isinstance(module, nn.Sequential)]:
        if type(sequence).forward is not nn.Sequential.forward:
            continue
        for place, (before, after) in enumerate(pairwise(list(sequence))):
            if isinstance(before, _CONVOLUTIONS) and isinstance(after, _NORMS) and not after.training:
                sequence[place] = fuse_conv_bn_eval(before, after)
                sequence[place + 1] = nn.Identity()


def bfloat16_is_native() -> bool:
    """Whether torch says that this processor multiplies bfloat16 itself; if not, bfloat16 is slower than float32."""
    capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    compiled: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return compiled and any(capabilities.get(mark, False) for mark in _BFLOAT16_MARKS)


class _Exact(nn.Module):
    """A module that keeps its precision whatever is around it."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, x: Tensor) -> Tensor:
        with torch.autocast(x.device.type, enabled=False):
            y: Tensor = self.inner(x)
            return y


def _keep_exact(network: nn.Module) -> None:
    # Mel powers span ten orders of magnitude.
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, LogMel):
                setattr(parent, name, _Exact(child))


def _exact_on_gpu() -> AbstractContextManager[None]:
    exact: AbstractContextManager[None] = torch.backends.cudnn.flags(enabled=True, deterministic=True, allow_tf32=False)
    return exact


@contextmanager
def _threads(most: int) -> Iterator[None]:
    before = torch.get_num_threads()
    if not 0 < most < before:
        yield
        return
    torch.set_num_threads(most)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _joined(outputs: Sequence[EarOutput]) -> EarOutput:
    if len(outputs) == 1:
        return outputs[0]
    joined = {
        field.name: torch.cat([getattr(one, field.name) for one in outputs])
        for field in fields(EarOutput)
        if field.name != "logits"
    }
    logits = HeadLogits(
        **{field.name: torch.cat([getattr(one.logits, field.name) for one in outputs]) for field in fields(HeadLogits)}
    )
    return EarOutput(logits=logits, **joined)

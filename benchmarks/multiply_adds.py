"""How many multiplications, each with its addition, a piece of work in torch takes: one counter for every network.

torch's own counter (``torch.utils.flop_counter``) sees convolutions and matrix products wherever they are called from,
and counts a multiplication and its addition as two; here they are one. Added to what it knows are products with a
vector, attention on the processor and the Fourier transform, which by the usual count takes ``5 n log2 n`` real
operations for n complex numbers and half of that for real ones (Cooley and Tukey, 1965; FFTW counts the same).

What works on one number at a time (normalisation, activation, pooling, logarithms) is in nobody's count and not here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode, sdpa_flop_count

from engine.errors import EngineError

_PER_MULTIPLY_ADD = 2
_PRODUCTS = ("conv", "mm", "mv", "matmul", "linear", "dot", "rnn", "lstm", "gru", "attention", "transformer", "fft")
"""Parts of names by which operations that multiply and add many numbers are known."""
_INNOCENT = ("_fft_frequency", "fft_fftfreq", "fft_rfftfreq", "fft_fftshift")


class Uncounted(EngineError):
    """Work was done by an operation that the counter has no rule for, so that a count would be too small."""


@dataclass(frozen=True, slots=True)
class MultiplyAdds:
    """Multiply-adds of a piece of work.

    Attributes
    ----------
    convolutions, matrices, transforms
        By the kind of operation; attention counts among the matrix products.
    """

    convolutions: int
    matrices: int
    transforms: int

    @property
    def total(self) -> int:
        """All kinds together."""
        return self.convolutions + self.matrices + self.transforms


def count(work: Callable[[], object]) -> MultiplyAdds:
    """Do the work once and count.

    Raises
    ------
    Uncounted
        An operation was met that multiplies matrices in a way that has no rule here.
    """
    witness = _Witness()
    counter = FlopCounterMode(display=False, custom_mapping=_RULES)
    with witness, counter:
        work()
    operations = {str(operation): flops for operation, flops in counter.get_flop_counts().get("Global", {}).items()}
    if unknown := sorted(witness.products - set(operations)):
        raise Uncounted(f"the counter has no rule for {', '.join(unknown)}")
    convolutions = sum(flops for name, flops in operations.items() if "conv" in name)
    transforms = sum(flops for name, flops in operations.items() if "fft" in name)
    matrices = sum(operations.values()) - convolutions - transforms
    return MultiplyAdds(*(number // _PER_MULTIPLY_ADD for number in (convolutions, matrices, transforms)))


class _Witness(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Writes down every operation that looks like a product, below the counter: what really runs."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.products: set[str] = set()

    def __torch_dispatch__(
        self,
        func: Any,
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        name = str(func.overloadpacket)
        last = name.rpartition(".")[2]
        if any(part in last for part in _PRODUCTS) and last not in _INNOCENT:
            self.products.add(name)
        return func(*args, **(kwargs or {}))


# The rules take shapes in the place of tensors and give operations, two a multiply-add, as torch's own do.


def _matrix_vector(matrix: Sequence[int], vector: Sequence[int], **_: Any) -> int:
    return 2 * math.prod(matrix)


def _added_matrix_vector(bias: Sequence[int], matrix: Sequence[int], vector: Sequence[int], **_: Any) -> int:
    return 2 * math.prod(matrix)


def _attention(query: Sequence[int], key: Sequence[int], value: Sequence[int], *_: Any, **__: Any) -> int:
    operations: int = sdpa_flop_count(query, key, value)  # type: ignore[no-untyped-call]
    return operations


def _complex_transform(x: Sequence[int], dim: Sequence[int], *_: Any, **__: Any) -> int:
    return round(5 * math.prod(x) * math.log2(math.prod(x[one] for one in dim)))


def _transform_of_reals(x: Sequence[int], dim: Sequence[int], *_: Any, **__: Any) -> int:
    return _complex_transform(x, dim) // 2


def _transform_to_reals(x: Sequence[int], dim: Sequence[int], *_: Any, out_shape: Sequence[int], **__: Any) -> int:
    return _complex_transform(out_shape, dim) // 2


_RULES = {
    torch.ops.aten.mv: _matrix_vector,
    torch.ops.aten.dot: _matrix_vector,
    torch.ops.aten.addmv: _added_matrix_vector,
    torch.ops.aten._scaled_dot_product_flash_attention_for_cpu: _attention,
    torch.ops.aten._fft_c2c: _complex_transform,
    torch.ops.aten._fft_r2c: _transform_of_reals,
    torch.ops.aten._fft_c2r: _transform_to_reals,
}

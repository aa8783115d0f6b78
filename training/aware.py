"""A network that trains as its 8-bit file will compute: weights and activations rounded on the way (Jacob and others 2018).

What goes into a product of the encoder gets fixed steps, so that the file need not look for a scale token by token, unless
some tokens carry far larger values than the rest: the first and last ones of a text do, into the feed-forward layers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from training.network import FramingNetwork
from training.steps import LARGEST_WEIGHT, Steps
from training.tokens import pad

# Steps are fixed where no token's largest value is more than so many times the middle token's: coarser steps, or values cut
# off, moved scores by 0.02 and more.
SPREAD = 4.0
# Gelu's lowest value: what goes through it needs no steps below.
LOWEST_GELU = -0.17
BATCH = 32


class RoundedLinear(nn.Linear):
    """A product of rounded numbers; gradients go through as if they were not, but for what was cut off."""

    steps: Steps

    def forward(self, given: Tensor) -> Tensor:
        """As nn.Linear."""
        inputs = torch.fake_quantize_per_tensor_affine(
            given.float(), self.steps.size, self.steps.zero, 0, 255
        )
        sizes = (self.weight.detach().abs().amax(1) / LARGEST_WEIGHT).clamp_min(1e-12)
        weights = torch.fake_quantize_per_channel_affine(
            self.weight, sizes, torch.zeros_like(sizes, dtype=torch.int32), 0, -LARGEST_WEIGHT, LARGEST_WEIGHT
        )
        return nn.functional.linear(inputs, weights, self.bias)


def products(network: FramingNetwork) -> dict[str, nn.Linear]:
    """The products in the encoder's layers, by name."""
    return {
        name: module
        for name, module in network.named_modules()
        if isinstance(module, nn.Linear) and ".layer." in name
    }


def steps_of(network: FramingNetwork) -> dict[str, Steps]:
    """The steps of what goes into each rounded product, by its name; none in a network that rounds nothing."""
    return {
        name: module.steps for name, module in products(network).items() if isinstance(module, RoundedLinear)
    }


def round_inside(network: FramingNetwork, steps: Mapping[str, Steps]) -> None:
    """Let the products named in `steps` round from now on."""
    for name, module in products(network).items():
        if name in steps:
            module.__class__ = RoundedLinear
            module.steps = steps[name]  # type: ignore[assignment]


@contextmanager
def unrounded(network: FramingNetwork) -> Iterator[None]:
    """The network in 32 bits for a while: to be exported, or to see what rounding costs."""
    steps = steps_of(network)
    for name in steps:
        network.get_submodule(name).__class__ = nn.Linear
    try:
        yield
    finally:
        round_inside(network, steps)


def measured_steps(network: FramingNetwork, ids: Sequence[Sequence[int]]) -> dict[str, Steps]:
    """Steps for what goes into a product when the network reads the texts whose tokens are `ids`; for some there are none."""
    largest: dict[str, list[Tensor]] = {name: [] for name in products(network)}
    lowest = dict.fromkeys(largest, 0.0)
    mask = torch.ones(0)

    def look(name: str, given: Tensor) -> None:
        there = given.detach().float()[mask.bool()]
        largest[name].append(there.abs().amax(-1))
        lowest[name] = min(lowest[name], float(there.min()))

    hooks = [
        module.register_forward_pre_hook(lambda _, given, name=name: look(name, given[0]))
        for name, module in products(network).items()
    ]
    network.eval()
    in_order = sorted(map(list, ids), key=len)
    with torch.inference_mode():
        for start in range(0, len(in_order), BATCH):
            rows, mask = pad(in_order[start : start + BATCH])
            network(rows, mask)
    for hook in hooks:
        hook.remove()
    found = {name: _steps(torch.cat(values), lowest[name]) for name, values in largest.items()}
    return {name: steps for name, steps in found.items() if steps}


def _steps(largest: Tensor, lowest: float) -> Steps | None:
    top = max(float(largest.max()), 1e-6)
    if top > SPREAD * float(largest.median()):
        return None
    if lowest < LOWEST_GELU:
        return Steps.around_zero(top)
    size = (top - LOWEST_GELU) / 255
    return Steps(size, round(-LOWEST_GELU / size))

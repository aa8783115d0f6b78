"""Who says what, heard from all over the network: a recurrent layer that reads a sentence both ways.

A linear layer tells source, cue and content word by word, out of what the heads leave of them in the last hidden states.
The voice layer reads the states below too, and every word with those before and behind it. It is learned last, from what
the finished file makes of PolNeAR's sentences, and put into the file (voice_graph.py): no score moves.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from training.items import TAGS, VOICE_TAGS, Item, batches
from training.loop import CLIP_NORM, Listener, Report, device
from training.network import masked_loss
from training.tokens import encode, pad, pad_tags
from training.voice_graph import session_of_states

# Settled on the articles of PolNeAR train that nothing is trained on.
EPOCHS, BATCH, LEARNING_RATE, WARMUP = 6, 64, 1.5e-3, 100
OF_STATES, OF_HEARD = 0.15, 0.1  # dropout

Weights = dict[str, NDArray[np.float32]]


class VoiceLayer(nn.Module):
    """Hidden states side by side, shape (texts, tokens, states * width), to what is added to the logits of VOICE_TAGS.

    `size` is how many numbers either direction remembers.
    """

    def __init__(self, width: int, size: int) -> None:
        super().__init__()
        self.inputs = nn.Linear(width, size)
        self.recurrent = nn.GRU(size, size, batch_first=True, bidirectional=True)
        self.of_states, self.of_heard = nn.Dropout(OF_STATES), nn.Dropout(OF_HEARD)
        self.outputs = nn.Linear(2 * size, len(VOICE_TAGS))

    def forward(self, states: Tensor, attention_mask: Tensor) -> Tensor:
        """Shape (texts, tokens, VOICE_TAGS); padding is not read."""
        given = nn.functional.gelu(self.inputs(self.of_states(states)))
        packed = pack_padded_sequence(
            given, attention_mask.sum(1).cpu(), batch_first=True, enforce_sorted=False
        )
        heard, _ = pad_packed_sequence(
            self.recurrent(packed)[0], batch_first=True, total_length=states.shape[1]
        )
        return self.outputs(self.of_heard(heard))  # type: ignore[no-any-return]

    def weights(self) -> Weights:
        """As ONNX has them: matrices the other way round, gates in the order update, reset, new state."""
        found: Weights = {}
        for name, layer in (("inputs", self.inputs), ("outputs", self.outputs)):
            found |= {f"{name}.weight": _numbers(layer.weight).T, f"{name}.bias": _numbers(layer.bias)}
        both = [self._direction(behind) for behind in ("l0", "l0_reverse")]
        return found | {f"recurrent.{name}": np.stack([one[name] for one in both]) for name in both[0]}

    def _direction(self, behind: str) -> Weights:
        given, before, of_given, of_before = (
            _gates(_numbers(getattr(self.recurrent, f"{name}_{behind}")))
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        return {"W": given, "R": before, "B": np.concatenate([of_given, of_before])}


def learn(
    model: Any,
    tokenizer: Tokenizer,
    items: Sequence[Item],
    size: int,
    seed: int,
    max_tokens: int,
    listen: Listener | None = None,
) -> Weights:
    """The weights of a voice layer of `size` for the ONNX model `model`, learned from `items`.

    The last tags of `model` are VOICE_TAGS, and without a layer as yet (`make_ready`).
    """
    encodings = encode(tokenizer, [item.text for item in items], max_tokens)
    columns = [TAGS.index(tag) for tag in VOICE_TAGS]
    marked = [
        torch.from_numpy(item.tag_targets(encoding.offsets)[:, columns])
        for item, encoding in zip(items, encodings, strict=True)
    ]
    lengths = np.array([len(encoding.ids) for encoding in encodings])
    plan = [batch for epoch in range(EPOCHS) for batch in batches(lengths, BATCH, seed * 1_000_003 + epoch)]
    with tempfile.TemporaryDirectory() as scratch:
        heard = _Heard(
            session_of_states(model), [encoding.ids for encoding in encodings], Path(scratch) / "states"
        )
        torch.manual_seed(seed)
        layer = VoiceLayer(heard.width, size).to(device()).train()
        optimiser = torch.optim.AdamW(layer.parameters(), lr=LEARNING_RATE)
        loss = 0.0
        for step, chosen in enumerate(plan, start=1):
            for group in optimiser.param_groups:
                group["lr"] = LEARNING_RATE * min(step / WARMUP, 1 - (step - 1) / len(plan))
            given, mask, said = heard.of(chosen)
            wanted = pad_tags([marked[place] for place in chosen]).to(device())
            logits = said.to(device()) + layer(given.to(device()), mask)
            value = masked_loss(logits, wanted, torch.ones(len(chosen), device=device()))
            optimiser.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(layer.parameters(), CLIP_NORM)
            optimiser.step()
            loss = float(value.detach()) if step == 1 else 0.98 * loss + 0.02 * float(value.detach())
            if listen:
                listen(Report("voice", step, len(plan), loss))
    return layer.to("cpu").weights()


class _Heard:
    """What a network makes of texts, computed once: hidden states in 16 bits in the file `path` (some gigabytes), and
    the logits of VOICE_TAGS."""

    def __init__(self, session: Any, ids: Sequence[list[int]], path: Path) -> None:
        self._starts = np.cumsum([0, *map(len, ids)])
        order = np.argsort([len(row) for row in ids], kind="stable")
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH].tolist()
            rows, mask = pad([ids[place] for place in chosen])
            *states, tags = session.run(None, {"input_ids": rows.numpy(), "attention_mask": mask.numpy()})
            if start == 0:
                self.width = sum(state.shape[-1] for state in states)
                self._states = np.memmap(path, np.float16, "w+", shape=(self._starts[-1], self.width))
                self._tags = np.zeros((self._starts[-1], len(VOICE_TAGS)), np.float32)
            for row, place in enumerate(chosen):
                tokens = slice(self._starts[place], self._starts[place + 1])
                size = len(ids[place])
                self._states[tokens] = np.concatenate([state[row, :size] for state in states], axis=-1)
                self._tags[tokens] = tags[row, :size, -len(VOICE_TAGS) :]

    def of(self, chosen: NDArray[np.int64]) -> tuple[Tensor, Tensor, Tensor]:
        """States, mask and logits of the texts at these places, padded with 0."""
        parts = [slice(self._starts[place], self._starts[place + 1]) for place in chosen]
        states, tags = (
            pad_sequence(
                [torch.from_numpy(table[part].astype(np.float32)) for part in parts], batch_first=True
            )
            for table in (self._states, self._tags)
        )
        mask = pad_sequence(
            [torch.ones(part.stop - part.start, dtype=torch.long) for part in parts], batch_first=True
        )
        return states, mask, tags


def _numbers(tensor: Tensor) -> NDArray[np.float32]:
    return tensor.detach().numpy().astype(np.float32)


def _gates(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Torch has the rows of reset, update and new state in this order, ONNX those of update first."""
    reset, update, new = np.split(rows, 3)
    return np.concatenate([update, reset, new])

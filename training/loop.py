"""The training loop: deterministic by seed and step, so that a resumed run ends where an unbroken one does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer
from torch import nn

from framing.errors import InputError
from framing.types import content_hash
from training import checkpoint
from training.aware import unrounded
from training.embedding import own_meaning
from training.encoder import load_encoder
from training.items import Item, batches, items_hash
from training.network import FramingNetwork, Outputs, total_loss
from training.recipe import Recipe, Stage, settings
from training.tokens import encode, pad, pad_tags

SAVE_EVERY_SECONDS = 120.0
CLIP_NORM = 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """One line of progress: steps done and in all for a stage, and a running mean of the loss."""

    stage: str
    step: int
    steps: int
    loss: float


Listener = Callable[[Report], None]


def device() -> torch.device:
    """A GPU if there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def train(
    network: FramingNetwork,
    tokenizer: Tokenizer,
    recipe: Recipe,
    mixtures: Sequence[Sequence[Item]],
    work: Path | None = None,
    listen: Listener | None = None,
    origin: str | None = None,
) -> None:
    """Train `network` in place through every stage; `mixtures[i]` belongs to `recipe.stages[i]`.

    `origin` names what the network starts from, where that is not the recipe's encoder.
    With `work` the state is saved every two minutes and at the end of a stage, in a folder named by all
    that leads there: a broken-off run goes on where it was, and runs that share their first stages (the
    folds of a cross-validation) share the work too.
    """
    folders = [work / key if work else None for key in stage_keys(recipe, mixtures, origin)]
    first = 0
    for index, (stage, items) in enumerate(zip(recipe.stages, mixtures, strict=True)):
        folder = folders[index]
        found = checkpoint.find(folder) if folder else None
        if found and found[1] == steps(stage, items):
            checkpoint.restore_model(found[0], network)
            first = index + 1
    network.to(device())
    for index in range(first, len(mixtures)):
        _Stage(network, tokenizer, recipe, index, mixtures[index], folders[index], listen).go()
    network.to("cpu")


def steps(stage: Stage, items: Sequence[Item]) -> int:
    """How many batches a stage goes through."""
    return stage.epochs * -(-len(items) // stage.batch)


def stage_keys(recipe: Recipe, mixtures: Sequence[Sequence[Item]], origin: str | None = None) -> list[str]:
    """A name for each stage's result: a hash of the encoder or other origin, the settings and data of it and all before it."""
    shared = f"{recipe.seed} {recipe.max_tokens} {recipe.freeze_embeddings}"
    shape = [str(recipe.student)] if recipe.student else []
    shape += ["rounded"] if recipe.quantisation_aware else []
    key = content_hash(origin or recipe.encoder, shared, *shape)
    keys = []
    for stage, items in zip(recipe.stages, mixtures, strict=True):
        key = content_hash(key, settings(stage), items_hash(items))
        keys.append(f"{stage.name}-{key}")
    return keys


class _Stage:
    """One stage: its batches, optimiser, schedule and checkpoints."""

    def __init__(
        self,
        network: FramingNetwork,
        tokenizer: Tokenizer,
        recipe: Recipe,
        index: int,
        items: Sequence[Item],
        folder: Path | None,
        listen: Listener | None,
    ) -> None:
        self.network, self.recipe, self.index = network, recipe, index
        self.folder, self.listen = folder, listen
        self.stage: Stage = recipe.stages[index]
        encodings = encode(tokenizer, [i.text for i in items], recipe.max_tokens)
        self.ids = [encoding.ids for encoding in encodings]
        self.targets = torch.tensor([i.targets for i in items])
        self.tags = [
            torch.from_numpy(item.tag_targets(encoding.offsets))
            for item, encoding in zip(items, encodings, strict=True)
        ]
        self._check_tokens(items)
        self.weights = torch.tensor([i.weight for i in items])
        self.meaning = (
            own_meaning(load_encoder(recipe.encoder).module, self.ids)
            if self.stage.embedding_weight
            else None
        )
        lengths = np.array([len(row) for row in self.ids])
        self.plan: list[NDArray[np.int64]] = [
            batch
            for epoch in range(self.stage.epochs)
            for batch in batches(lengths, self.stage.batch, self._seed(epoch))
        ]

    def _check_tokens(self, items: Sequence[Item]) -> None:
        """Raises InputError where a teacher answered for other tokens than the network reads."""
        for item, ids, tags in zip(items, self.ids, self.tags, strict=True):
            if len(ids) != len(tags):
                rule = f"stage {self.stage.name!r}: a student reads a text in the tokens of its teacher, {len(tags)}"
                raise InputError(self.recipe.name, rule, f"{len(ids)} in {item.text[:60]!r}")

    def go(self) -> None:
        """Run the stage, from its checkpoint if there is one; the network comes as the stage before left it."""
        weights = self.network.state_dict() if self.stage.keep else {}
        before = {name: value.clone() for name, value in weights.items()}
        # Fused, a step over eleven million weights takes a seventh of the time on a processor too.
        optimiser = torch.optim.AdamW(self._groups(), weight_decay=self.stage.weight_decay, fused=True)
        found = checkpoint.find(self.folder) if self.folder else None
        first = 0
        if found:
            checkpoint.restore_model(found[0], self.network)
            checkpoint.restore_optimiser(found[0], optimiser)
            first = found[1]
        self.network.train()
        given = [(module, module.p) for module in self.network.modules() if isinstance(module, nn.Dropout)]
        if self.stage.dropout is not None:
            for module, _ in given:
                module.p = self.stage.dropout
        loss, saved = 0.0, time.monotonic()
        for step in range(first, len(self.plan)):
            value = self._step(optimiser, step)
            loss = value if step == first else 0.98 * loss + 0.02 * value
            if self.listen:
                self.listen(Report(self.stage.name, step + 1, len(self.plan), loss))
            # The last step is saved below, once the weights are mixed: a stage saved whole is taken for finished.
            last = step + 1 == len(self.plan)
            if self.folder and not last and time.monotonic() - saved > SAVE_EVERY_SECONDS:
                checkpoint.save(self.folder, step + 1, self.network, optimiser)
                saved = time.monotonic()
        for module, share in given:
            module.p = share
        if self.stage.keep:
            after = self.network.state_dict()
            kept = {name: torch.lerp(after[name], value, self.stage.keep) for name, value in before.items()}
            self.network.load_state_dict(kept)
        if self.folder:
            checkpoint.save(self.folder, len(self.plan), self.network, None)

    def _seed(self, number: int) -> int:
        return (self.recipe.seed + self.stage.seed) * 1_000_003 + self.index * 100_003 + number

    def _groups(self) -> list[dict[str, object]]:
        """Parameter groups; with `layer_decay` below 1 each layer learns slower than the one above it."""
        network, stage = self.network, self.stage
        layers = getattr(getattr(network.encoder, "encoder", None), "layer", [])
        depth = len(layers)
        groups: list[dict[str, object]] = []
        for name, parameter in network.named_parameters():
            if "word_embeddings" in name and self.recipe.freeze_embeddings:
                parameter.requires_grad_(False)
                continue
            level = depth + 1
            if ".layer." in name:
                level = int(name.split(".layer.")[1].split(".")[0]) + 1
            elif "embeddings" in name:
                level = 0
            rate = stage.learning_rate * stage.layer_decay ** (depth + 1 - level)
            groups.append({"params": [parameter], "lr": rate, "peak": rate})
        return groups

    def _rate(self, step: int) -> float:
        """Share of the peak learning rate: a linear rise, then a linear fall to nearly 0."""
        warm = max(1, int(len(self.plan) * self.stage.warmup))
        return min((step + 1) / warm, (len(self.plan) - step) / (len(self.plan) - warm + 1))

    def _step(self, optimiser: torch.optim.Optimizer, step: int) -> float:
        # Dropout depends on the step alone, not on what ran before it: a resumed run draws the same masks.
        torch.manual_seed(self._seed(step + 1_000_000))
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * self._rate(step)
        chosen = self.plan[step]
        target = device()
        ids, mask = pad([self.ids[i] for i in chosen])
        # A network that rounds sees every other batch in 32 bits, so that it says the same in both.
        precision = unrounded(self.network) if step % 2 else nullcontext()
        with precision, torch.autocast(target.type, torch.bfloat16):
            outputs = self.network(ids.to(target), mask.to(target))
        loss = total_loss(
            outputs,
            self.targets[chosen].to(target),
            pad_tags([self.tags[i] for i in chosen]).to(target),
            self.weights[chosen].to(target),
            self.stage.device_weight,
            self.stage.tag_weight,
        )
        if self.meaning is not None:
            far = 1 - (outputs.embedding.float() * self.meaning[chosen].to(target)).sum(-1)
            loss = loss + (self.stage.embedding_weight or 0) * far.mean()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), CLIP_NORM)
        optimiser.step()
        return float(loss.detach())


def outputs(
    network: FramingNetwork, tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int, batch: int = 64
) -> Iterator[tuple[int, Encoding, Outputs]]:
    """What the network says of each text in fp32: its index, its encoding and its row, shortest texts first."""
    network.eval()
    encodings = encode(tokenizer, texts, max_tokens)
    order = np.argsort([len(e.ids) for e in encodings], kind="stable")
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch].tolist()
            found = network(*pad([encodings[i].ids for i in chosen]))
            for row, index in enumerate(chosen):
                size = len(encodings[index].ids)
                yield (
                    index,
                    encodings[index],
                    Outputs(found.logits[row], found.tags[row, :size], found.embedding[row]),
                )

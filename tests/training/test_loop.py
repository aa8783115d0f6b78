from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="needs the train extra")

from tokenizers import Tokenizer  # noqa: E402

from training.embedding import own_meaning  # noqa: E402
from training.encoder import load_encoder  # noqa: E402
from training.fitted import Fitted, embed, fit  # noqa: E402
from training.items import Item, batches  # noqa: E402
from training.loop import Report, stage_keys, steps, train  # noqa: E402
from training.network import FramingNetwork, masked_loss  # noqa: E402
from training.recipe import Recipe, Stage  # noqa: E402
from training.tokens import encode  # noqa: E402

pytestmark = pytest.mark.train

LOADED = ["shameful", "craven", "reckless", "betrayal", "disgrace"]
PLAIN = ["report", "vote", "council", "budget", "school"]


# 50 items in batches of 8, six times.
LAST = 42


def items() -> list[Item]:
    return [
        Item(
            f"The minister said the {word} of the {other} .",
            charged=float(word in LOADED),
            editorial=float(word in LOADED),
        )
        for word in LOADED + PLAIN
        for other in PLAIN
    ]


def recipe(encoder: Path, epochs: int = 6) -> Recipe:
    return Recipe(
        "tiny",
        (Stage("only", ("here",), epochs, 5e-3, batch=8, layer_decay=0.9),),
        encoder=str(encoder),
        max_tokens=32,
        freeze_embeddings=False,
    )


def weights(fitted: Fitted) -> dict[str, np.ndarray]:
    return {name: value.numpy() for name, value in fitted.network.state_dict().items()}


def test_it_learns_what_it_is_shown(tiny_encoder: Path) -> None:
    shown = items()
    fitted = fit(recipe(tiny_encoder, epochs=15), [shown])
    logits = fitted.logits([item.text for item in shown], "charged")
    right = np.mean((logits > 0) == np.array([item.charged == 1 for item in shown]))
    assert right > 0.9


def test_dropout_is_the_stages_own_while_it_lasts(tiny_encoder: Path) -> None:
    whole = recipe(tiny_encoder, epochs=1)
    asked = replace(whole, stages=(replace(whole.stages[0], dropout=0.0),))
    loaded = load_encoder(str(tiny_encoder))
    network = FramingNetwork(loaded.module, loaded.hidden_size)

    def shares() -> list[float]:
        return [module.p for module in network.modules() if isinstance(module, torch.nn.Dropout)]

    before, seen = shares(), set[float]()
    tokenizer = Tokenizer.from_str(loaded.tokenizer_json)
    train(network, tokenizer, asked, [items()], listen=lambda _: seen.update(shares()))
    assert max(before) > 0
    assert seen == {0.0}
    assert shares() == before


def keeping(keep: float | None, encoder: Path) -> Recipe:
    """Two stages, the second of which keeps a share of the first's weights."""
    whole = recipe(encoder, epochs=3)
    return replace(whole, stages=(whole.stages[0], replace(whole.stages[0], name="then", keep=keep)))


def test_a_stage_keeps_its_share_of_the_weights_before_it(tiny_encoder: Path, tmp_path: Path) -> None:
    lessons = [items()[:30], items()[30:]]
    before = weights(fit(replace(recipe(tiny_encoder, 3)), lessons[:1], tmp_path))
    after = weights(fit(keeping(None, tiny_encoder), lessons, tmp_path))
    kept = weights(fit(keeping(0.25, tiny_encoder), lessons, tmp_path))
    again = weights(fit(keeping(0.25, tiny_encoder), lessons, tmp_path))
    for name, value in kept.items():
        np.testing.assert_allclose(value, 0.25 * before[name] + 0.75 * after[name], atol=1e-6, err_msg=name)
        np.testing.assert_array_equal(value, again[name], err_msg="a finished stage is taken as it is")
    assert any(not np.array_equal(before[name], after[name]) for name in kept)


def test_the_loss_of_meaning_holds_the_embedding_near_the_encoders_own(tiny_encoder: Path) -> None:
    texts = [item.text for item in items()]
    base = load_encoder(str(tiny_encoder))
    ids = [row.ids for row in encode(Tokenizer.from_str(base.tokenizer_json), texts, 32)]
    own = own_meaning(base.module, ids).numpy()
    likeness = {}
    for weight in (None, 1.0):
        plain = recipe(tiny_encoder, epochs=15)
        fitted = fit(replace(plain, stages=(replace(plain.stages[0], embedding_weight=weight),)), [items()])
        embed(fitted, texts)
        found = np.zeros((len(texts), len(fitted.network.offset)))
        for index, _, row in fitted.outputs(texts):
            found[index] = row.embedding.numpy()
        likeness[weight] = np.corrcoef((found @ found.T).ravel(), (own @ own.T).ravel())[0, 1]
    assert likeness[1.0] > likeness[None] + 0.01, likeness


@pytest.mark.parametrize(
    ("more", "killed"),
    [({}, 17), ({"keep": 0.5}, 17), ({"keep": 0.5}, LAST), ({"embedding_weight": 1.0}, 17)],
    ids=str,
)
def test_a_broken_run_ends_where_an_unbroken_one_does(
    tiny_encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: dict[str, float], killed: int
) -> None:
    broken = replace(recipe(tiny_encoder), stages=(replace(recipe(tiny_encoder).stages[0], **more),))
    whole = weights(fit(broken, [items()], tmp_path / "whole"))
    monkeypatch.setattr("training.loop.SAVE_EVERY_SECONDS", 0.0)

    class Killed(Exception):
        pass

    def kill(report: Report) -> None:
        if report.step == killed:
            raise Killed

    with pytest.raises(Killed):
        fit(broken, [items()], tmp_path / "broken", kill)
    steps: list[int] = []
    resumed = weights(fit(broken, [items()], tmp_path / "broken", lambda report: steps.append(report.step)))
    assert steps[0] == killed, "it must go on from the last checkpoint, not from the start"
    for name, value in whole.items():
        np.testing.assert_array_equal(value, resumed[name], err_msg=name)


def test_a_finished_stage_is_not_trained_again(tiny_encoder: Path, tmp_path: Path) -> None:
    first = weights(fit(recipe(tiny_encoder, 1), [items()], tmp_path))
    steps: list[Report] = []
    again = weights(fit(recipe(tiny_encoder, 1), [items()], tmp_path, steps.append))
    assert steps == []
    np.testing.assert_array_equal(first["heads.weight"], again["heads.weight"])


def test_other_data_or_settings_never_take_up_a_checkpoint(tiny_encoder: Path) -> None:
    base = recipe(tiny_encoder)
    keys = {
        stage_keys(base, [items()])[0],
        stage_keys(base, [items()[1:]])[0],
        stage_keys(replace(base, seed=14), [items()])[0],
        stage_keys(replace(base, quantisation_aware=True), [items()])[0],
        stage_keys(replace(base, stages=(replace(base.stages[0], learning_rate=1e-3),)), [items()])[0],
    }
    assert len(keys) == 5


def test_unasked_heads_get_no_gradient() -> None:
    logits = torch.zeros((2, 2), requires_grad=True)
    targets = torch.tensor([[float("nan"), 1.0], [float("nan"), 0.0]])
    masked_loss(logits, targets, torch.ones(2)).backward()
    assert logits.grad is not None
    assert logits.grad[:, 0].abs().sum() == 0
    assert logits.grad[:, 1].abs().sum() > 0


@given(st.lists(st.integers(2, 60), min_size=1, max_size=300), st.integers(1, 32), st.integers(0, 5))
def test_an_epoch_holds_every_item_once(lengths: list[int], size: int, seed: int) -> None:
    found = list(batches(np.array(lengths), size, seed))
    assert sorted(np.concatenate(found).tolist()) == list(range(len(lengths)))
    assert max(map(len, found)) <= size


@given(st.integers(1, 4000), st.integers(1, 64), st.integers(1, 3))
def test_a_finished_stage_is_known_by_its_steps(count: int, size: int, epochs: int) -> None:
    stage = Stage("only", ("here",), epochs, 1e-3, batch=size)
    plan = [b for epoch in range(epochs) for b in batches(np.ones(count, np.int64), size, epoch)]
    assert steps(stage, [Item("A word.")] * count) == len(plan)

"""`framing train` and its kin from corpora to artefact, on tiny corpora and a tiny encoder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("torch", reason="needs the train extra")

import framing
from framing.cli.train import train
from framing.errors import InputError
from framing.model import load_model, open_artefact
from framing.model.weights import read_steps

sys.path.insert(0, str(Path(__file__).parent))
from corpora import write_corpora

from training.aware import steps_of
from training.cli import choose, crossvalidate
from training.items import DEVICES, QUESTIONS, TAGS, Item
from training.recipe import BASE, SHIPPED, load_recipe
from training.teaching import mixtures
from training.thaw import thaw

pytestmark = [pytest.mark.train, pytest.mark.slow]

RECIPE = """
encoder = "{encoder}"
max_tokens = 32
freeze_embeddings = false

[[stage]]
name = "silver"
sources = ["anno_lexical"]
epochs = 1
learning_rate = 5e-3

[[stage]]
name = "gold"
sources = ["babe", "newssd_eng*2", "semeval2023_task3", "outlets", "polnear"]
epochs = 2
learning_rate = 5e-3
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, tiny_encoder: Path) -> Iterator[Path]:
    from eval.corpora import outlets

    folder = tmp_path_factory.mktemp("build")
    write_corpora(folder / "data")
    (folder / "tiny.toml").write_text(RECIPE.format(encoder=tiny_encoder), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlets, "LABELS", folder / "data" / "labels")
        yield folder


def call(command: object, place: Path, *arguments: str) -> str:
    common = ["--data", str(place / "data"), "--work", str(place / "work")]
    done = CliRunner().invoke(command, [*arguments, *common], catch_exceptions=False)  # type: ignore[arg-type]
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def trained(place: Path) -> Path:
    """The artefact of the tiny recipe."""
    call(train, place, "--recipe", str(place / "tiny.toml"), "-o", str(place / "model"))
    return place / "model"


@pytest.fixture(scope="module")
def taught(place: Path, tiny_encoder: Path) -> Path:
    """The artefact of a student of the tiny recipe."""
    recipe = TAUGHT.format(encoder=tiny_encoder, teacher=place / "tiny.toml")
    (place / "taught.toml").write_text(recipe, encoding="utf-8")
    call(train, place, "--recipe", str(place / "taught.toml"), "-o", str(place / "taught"))
    return place / "taught"


def test_a_recipe_becomes_an_artefact_that_annotates(place: Path, trained: Path) -> None:
    out = trained
    artefact = open_artefact(out)
    assert {part["corpus"] for part in artefact.metadata["data"]} == {
        "anno_lexical",
        "babe",
        "newssd_eng",
        "outlets",
        "polnear",
        "semeval2023_task3",
    }
    heard = artefact.metadata["voice_choice"]
    assert heard["tags"] <= heard["rules"], "who speaks is told in one way here: the rules know it"
    assert artefact.voice_tags == ()
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "NewsSD-ENG test" in card
    assert artefact.hash in card
    annotator = framing.load(out)
    article = framing.read_article(
        "The council approved the budget.\n\nThe shameful betrayal of the school was approved in the council."
    )
    plain, loaded = annotator.annotate(article).sentences
    assert (plain.prediction.editorial or 0) < (loaded.prediction.editorial or 0)
    again = place / "again"
    call(train, place, "--recipe", str(place / "tiny.toml"), "-o", str(again))
    assert (again / "model.onnx").read_bytes() == (out / "model.onnx").read_bytes(), "same recipe, same bytes"
    assert sorted(p.name for p in place.iterdir() if p.name.startswith(".")) == []


FURTHER = """
max_tokens = 32
freeze_embeddings = false

[[stage]]
name = "further"
sources = ["babe", "newssd_eng", "semeval2023_task3", "outlets", "polnear"]
epochs = 1
learning_rate = 5e-3
keep = 0.5
"""


def test_a_recipe_may_go_on_from_an_artefact(place: Path, trained: Path) -> None:
    (place / "further.toml").write_text(FURTHER, encoding="utf-8")
    out = place / "further"
    call(train, place, "--recipe", str(place / "further.toml"), "--base", str(trained), "-o", str(out))
    before, after = open_artefact(trained), open_artefact(out)
    assert after.name == before.name
    assert after.metadata["went_on_from"] == f"{before.name}-{before.hash}"
    assert f"{before.name}-{before.hash}" in (out / "README.md").read_text(encoding="utf-8")
    assert [stage["name"] for stage in after.metadata["recipe"]["stages"]] == ["silver", "gold", "further"]
    assert list(after.metadata["texts"]) == ["silver", "gold", "further"]
    assert after.metadata["recipe_hash"] != before.metadata["recipe_hash"]
    assert after.devices == before.devices
    sentences = ["The council approved the budget.", "The shameful betrayal of the school was approved."]
    scores = [load_model(folder).predict(sentences)["editorial"] for folder in (trained, out)]
    assert not np.array_equal(*scores)
    assert scores[1][0] < scores[1][1]


COUNTERFACTUAL = """
max_tokens = 32
quantisation_aware = true

[[stage]]
name = "counterfactual"
taught_by = "base"
sources = ["counterfactual%4", "babe", "newssd_eng", "semeval2023_task3", "outlets", "polnear"]
epochs = 1
learning_rate = 1e-3
dropout = 0.0
"""


def test_a_recipe_may_be_taught_by_what_it_goes_on_from(place: Path, trained: Path) -> None:
    recipe = place / "counterfactual.toml"
    recipe.write_text(COUNTERFACTUAL, encoding="utf-8")
    out = place / "counterfactual"
    with pytest.raises(InputError, match="--base"):
        call(train, place, "--recipe", str(recipe), "-o", str(out))
    call(train, place, "--recipe", str(recipe), "--base", str(trained), "-o", str(out))
    before, after = open_artefact(trained), open_artefact(out)
    assert read_steps(before) == {}
    steps = read_steps(after)
    assert steps, "what is wide enough for integers was trained to round"
    assert {"corpus": "counterfactual", "stage": "counterfactual"}.items() <= after.metadata["data"][
        -6
    ].items()
    sentences = ["The council approved the budget.", "The shameful betrayal of the school was approved."]
    scores = [load_model(folder).predict(sentences)["editorial"] for folder in (trained, out)]
    assert scores[1][0] < scores[1][1], "it still says what it said"
    # It rounds on when it is thawed, and its file says the same again.
    fitted = thaw(after, load_recipe(str(recipe)))
    assert steps_of(fitted.network).keys() == steps.keys()
    (again,) = mixtures(
        load_recipe(str(recipe)), lambda _: [Item(text) for text in sentences], models={BASE: after}
    )
    calibration = after.calibration["editorial"]
    said = [item.answers.questions[0] for item in again if item.answers]
    np.testing.assert_allclose(calibration(np.log(said) - np.log1p(-np.array(said))), scores[1], atol=1e-5)
    # Of a label of its own a stage takes as much as it asks for.
    recipe.write_text(COUNTERFACTUAL + "label_share = 0.25\n", encoding="utf-8")
    asked = [Item(text, editorial=1.0) for text in sentences]
    (shared,) = mixtures(load_recipe(str(recipe)), lambda _: asked, models={BASE: after})
    for mixed, taught in zip(shared, again, strict=True):
        wanted = (0.25 + 0.75 * taught.targets[0], *taught.targets[1:])
        np.testing.assert_allclose(mixed.targets, wanted, atol=1e-6)


TAUGHT = """
encoder = "{encoder}"
teacher = "{teacher}"
max_tokens = 32
freeze_embeddings = false

[student]
layers = 1
feed_forward = 32

[[stage]]
name = "imitation"
taught_by = "silver"
sources = ["unlabelled", "anno_lexical"]
epochs = 1
learning_rate = 5e-3

[[stage]]
name = "gold_imitation"
taught_by = "gold"
sources = ["babe", "newssd_eng", "outlets", "polnear", "unlabelled%2"]
epochs = 8
learning_rate = 5e-3
"""


def test_a_small_student_learns_from_a_teacher(place: Path, trained: Path, taught: Path) -> None:
    assert (taught / "model.onnx").stat().st_size < (trained / "model.onnx").stat().st_size
    scores = load_model(taught).predict(
        ["The council approved the budget.", "The shameful betrayal of the school was approved."]
    )
    assert scores["charged"][0] < scores["charged"][1]
    assert scores.embedding.shape == (2, 32)
    kept = sorted(path.name for path in (place / "work").glob("answers-*"))
    assert len(kept) >= 2, "one for each taught stage, shared by later runs"
    call(train, place, "--recipe", str(place / "taught.toml"), "-o", str(place / "taught_again"))
    assert (place / "taught_again" / "model.onnx").read_bytes() == (taught / "model.onnx").read_bytes()
    assert sorted(path.name for path in (place / "work").glob("answers-*")) == kept


def test_folds_of_a_taught_recipe_ask_a_teacher_of_their_own(place: Path, taught: Path) -> None:
    assert taught.exists(), "its own answers are there already"
    before = set((place / "work").glob("answers-*"))
    call(crossvalidate, place, "babe-grouped", "--recipe", str(place / "taught.toml"), "--seeds", "1")
    assert len(set((place / "work").glob("answers-*")) - before) == 5, (
        "the gold stage of each fold, and no other"
    )


def test_eight_bits_lose_little(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.build.voice_choice", lambda *_: {"tags": 0.9, "rules": 0.8})
    monkeypatch.chdir(place)
    recipe = ("--recipe", str(place / "tiny.toml"))
    call(train, place, *recipe)
    small_folder = place / "models" / "tiny"  # where a recipe's model goes that nobody named a place for
    assert open_artefact(small_folder).voice_tags == ("source", "cue", "content"), "they do better"
    call(train, place, *recipe, "-o", str(place / "full"), "--full-precision")
    texts = ["The council approved the budget.", "The shameful betrayal of the school was approved."]
    small, full = (load_model(folder).predict(texts) for folder in (small_folder, place / "full"))
    np.testing.assert_allclose(small["charged"], full["charged"], atol=0.05)
    assert (place / "full" / "model.onnx").read_bytes() != (small_folder / "model.onnx").read_bytes()


def test_folds_never_score_what_they_trained_on(place: Path) -> None:
    recipes = ("--recipe", str(place / "tiny.toml"), "--recipe", str(place / "other.toml"))
    text = (place / "tiny.toml").read_text(encoding="utf-8").replace("epochs = 2", "epochs = 1")
    (place / "other.toml").write_text(text, encoding="utf-8")
    printed = call(crossvalidate, place, "babe-grouped", *recipes, "--seeds", "2")
    assert "| mean |" in printed
    assert "recipe other" in printed
    assert printed.count("| fold ") == 1 + 5


@pytest.mark.parametrize("name", ["babe", "babe*2"])
def test_no_item_of_a_fold_is_in_its_training(
    place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from dataclasses import replace

    from eval.corpora import babe
    from training import crossval
    from training.recipe import load_recipe

    class Stop(Exception):
        pass

    seen: list[list[list[Item]]] = []

    def look(_: object, mixtures: list[list[Item]], *__: object) -> None:
        seen.append(mixtures)
        raise Stop

    monkeypatch.setattr(crossval, "fit", look)
    recipe = load_recipe(str(place / "tiny.toml"))
    recipe = replace(recipe, stages=(replace(recipe.stages[1], sources=(name,)),))
    examples = babe.read(place / "data")
    with pytest.raises(Stop):
        crossval.cross_validate([recipe], 1, "babe-random", place / "data", place / "work", lambda _: print)
    _, _, test = next(crossval.PROTOCOLS["babe-random"](examples))
    assert not {examples[i].text for i in test} & {item.text for item in seen[0][0]}
    assert {item.weight for item in seen[0][0]} == {2.0 if "*" in name else 1.0}


def test_recipes_are_set_beside_each_other(place: Path) -> None:
    assert "| tiny |" in call(choose, place, str(place / "tiny.toml"))


@pytest.mark.parametrize("protocol", ["babe-random", "babe-grouped", "babe-outlet"])
def test_protocols_cut_as_they_say(place: Path, protocol: str) -> None:
    from eval.corpora import babe
    from training.protocols import PROTOCOLS

    examples = babe.read(place / "data")
    folds = list(PROTOCOLS[protocol](examples))
    tested = [i for _, _, test in folds for i in test]
    assert sorted(tested) == list(range(len(examples)))
    for _, train_part, test_part in folds:
        assert not set(train_part) & set(test_part)
        if protocol == "babe-grouped":
            assert not {examples[i].group for i in train_part} & {examples[i].group for i in test_part}
        if protocol == "babe-outlet":
            assert not {examples[i].outlet for i in train_part} & {examples[i].outlet for i in test_part}


VOICE = """
max_tokens = 32
voice_layer = 8
"""


def test_a_voice_layer_is_added_to_an_artefact_and_no_score_moves(
    place: Path, trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "voice.toml").write_text(VOICE, encoding="utf-8")
    out = ("--recipe", str(place / "voice.toml"), "--base", str(trained), "-o", str(place / "voiced"))
    monkeypatch.setattr("training.build.voice_choice", lambda *_: {"tags": 0.5, "rules": 0.5})
    with pytest.raises(InputError, match="nearer to PolNeAR's than by the rules alone"):
        call(train, place, *out)
    assert not (place / "voiced").exists()
    monkeypatch.setattr("training.build.voice_choice", lambda *_: {"tags": 0.9, "rules": 0.8})
    call(train, place, *out)
    before, after = open_artefact(trained), open_artefact(place / "voiced")
    assert (before.voice_tags, after.voice_tags) == ((), ("source", "cue", "content"))
    assert after.metadata["voice_layer"] == {"size": 8, "heard": f"{before.name}-{before.hash}"}
    assert f"{before.name}-{before.hash}" in (place / "voiced" / "README.md").read_text(encoding="utf-8")
    texts = ["The council approved the budget.", "The shameful betrayal of the school was approved."]
    one, other = (load_model(folder).predict(texts) for folder in (trained, place / "voiced"))
    for name in before.heads:
        assert np.array_equal(one[name], other[name])
    assert np.array_equal(one.embedding, other.embedding)
    assert set(other.words) - set(one.words) == {"source", "cue", "content"}


def test_a_recipe_without_stages_needs_a_model(place: Path) -> None:
    (place / "voice.toml").write_text(VOICE, encoding="utf-8")
    with pytest.raises(InputError, match="for a model that is there"):
        call(train, place, "--recipe", str(place / "voice.toml"), "-o", str(place / "none"))
    (place / "empty.toml").write_text("max_tokens = 32\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"one \[\[stage\]\], or a voice_layer"):
        call(train, place, "--recipe", str(place / "empty.toml"), "-o", str(place / "none"))


def test_a_recipe_with_a_voice_layer_hears_by_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (place / "tiny.toml").read_text(encoding="utf-8")
    (place / "hearing.toml").write_text(f"voice_layer = 8\n{text}", encoding="utf-8")
    monkeypatch.setattr("training.build.voice_choice", lambda *_: {"tags": 0.9, "rules": 0.8})
    call(train, place, "--recipe", str(place / "hearing.toml"), "-o", str(place / "hearing"))
    assert b"voice.recurrent.W" in (place / "hearing" / "model.onnx").read_bytes()
    assert set(open_artefact(place / "hearing").metadata["thresholds"]) >= {"source words", "content words"}


BY_SHIPPED = """
encoder = "{encoder}"
max_tokens = 128
freeze_embeddings = false

[student]
layers = 1
feed_forward = 32

[[stage]]
name = "imitation"
taught_by = "shipped"
label_share = 0.5
sources = ["counterfactual%4", "babe", "newssd_eng", "outlets", "polnear"]
epochs = 4
learning_rate = 5e-3
"""


def test_a_student_may_be_taught_by_the_default_as_it_ships(place: Path, reading_encoder: Path) -> None:
    path, out = place / "by_shipped.toml", place / "by_shipped"
    path.write_text(BY_SHIPPED.format(encoder=reading_encoder), encoding="utf-8")
    call(train, place, "--recipe", str(path), "-o", str(out))
    shipped, student = open_artefact("shipped"), open_artefact(out)
    name = f"{shipped.name}-{shipped.hash}"
    assert student.metadata["teacher"] == name
    card = (out / "README.md").read_text(encoding="utf-8")
    assert name in card
    assert "50 % of the target" in card
    assert "several people" in card
    told = {row["device"]: row["shipped"] for row in student.metadata["device_choice"]}
    assert {device for device, said in told.items() if said == "no: not taught"} == set(DEVICES) - set(
        shipped.devices
    ), "what the default does not answer nobody taught it"
    with pytest.raises(InputError, match="fold has no shipped model"):
        call(crossvalidate, place, "babe-grouped", "--recipe", str(path), "--seeds", "1")


def test_a_student_of_other_tokens_than_its_teachers_is_refused(place: Path, tiny_encoder: Path) -> None:
    path = place / "others.toml"
    path.write_text(BY_SHIPPED.format(encoder=tiny_encoder), encoding="utf-8")
    with pytest.raises(InputError, match=r"others.*imitation.*tokens"):
        call(train, place, "--recipe", str(path), "-o", str(place / "others"))


def test_a_shipped_teacher_says_what_it_says_of_a_sentence(place: Path, reading_encoder: Path) -> None:
    path = place / "says.toml"
    path.write_text(
        BY_SHIPPED.format(encoder=reading_encoder).replace("label_share = 0.5\n", ""), encoding="utf-8"
    )
    model = load_model("shipped")
    text = "The shameful deal will ruin the town, the mayor said on Monday."
    (items,) = mixtures(load_recipe(str(path)), lambda _: [Item(text)], models={SHIPPED: model.artefact})
    said = np.array(items[0].targets)
    scores = model.predict([text])
    for question, share in zip(QUESTIONS, said, strict=True):
        if question in model.artefact.calibration:
            found = model.artefact.calibration[question](np.log(share) - np.log1p(-share))
            assert found == pytest.approx(scores[question][0], abs=1e-5)
        else:
            assert np.isnan(share)
    assert items[0].answers is not None
    tags = items[0].answers.tags
    cue, vague = tags[:, TAGS.index("cue")], tags[:, TAGS.index("vague_source")]
    assert np.nanmax(cue) > 0.5, "its voice layer answers too"
    assert np.isnan(vague).all() == ("vague_source" not in model.artefact.devices)

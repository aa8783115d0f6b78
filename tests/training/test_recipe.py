from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from framing.errors import InputError
from training.recipe import Student, load_recipe


def test_the_default_recipe_loads() -> None:
    recipe = load_recipe("default")
    assert [stage.name for stage in recipe.stages] == ["silver", "articles", "gold", "contrast"]


def test_meaning_is_the_default_with_its_loss() -> None:
    default, meaning = load_recipe("default"), load_recipe("meaning")
    plain = tuple(replace(stage, embedding_weight=None) for stage in meaning.stages)
    assert replace(meaning, name="default", stages=plain) == default
    assert all(stage.embedding_weight == 1.0 for stage in meaning.stages)


def test_a_recipe_may_be_the_beginning_of_another_one() -> None:
    default, unpaired = load_recipe("default"), load_recipe("unpaired")
    assert replace(default, name="unpaired", stages=default.stages[:-1]) == unpaired
    assert [stage.name for stage in load_recipe("unseen").stages] == ["silver", "articles"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('of="default"', "'of': 'default'"),
        ('until="gold"', "'until': 'gold'"),
        ('of="default"\nuntil="gold"\nseed=3', "'seed': 3"),
        ('of="default"\nuntil=3', "'until': 3"),
        ('of="default"\nuntil="iron"', "'iron'"),
        ('of="no-such-recipe"\nuntil="gold"', "no such file"),
    ],
)
def test_a_part_of_another_recipe_is_no_more_than_that(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "part.toml"
    path.write_text(text + "\n")
    with pytest.raises(InputError, match=found):
        load_recipe(str(path))


def test_an_unknown_key_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[stage]]\nname="a"\nsources=["babe"]\nepochs=1\nlearning_rate=1e-5\nlearnign=2\n')
    with pytest.raises(InputError, match=r"mine\.toml.*learnign"):
        load_recipe(str(path))


@pytest.mark.parametrize("line", ['epochs="2"', 'learning_rate="fast"', 'sources="babe"', "batch=1.5"])
def test_a_value_of_another_kind_is_an_error(tmp_path: Path, line: str) -> None:
    rows = {"name": '"a"', "sources": '["babe"]', "epochs": "1", "learning_rate": "1e-5"}
    key, _, value = line.partition("=")
    path = tmp_path / "mine.toml"
    path.write_text("[[stage]]\n" + "\n".join(f"{k}={v}" for k, v in (rows | {key: value}).items()) + "\n")
    with pytest.raises(InputError, match=key):
        load_recipe(str(path))


def test_an_unknown_recipe_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="default"):
        load_recipe("no-such-recipe")


def test_a_recipe_without_stages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text("seed = 1\n")
    with pytest.raises(InputError, match="stage"):
        load_recipe(str(path))


def test_the_hash_follows_every_setting(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    body = '[[stage]]\nname="a"\nsources=["babe"]\nepochs={}\nlearning_rate=1e-5\n'
    path.write_text(body.format(1))
    first = load_recipe(str(path)).hash
    path.write_text(body.format(2))
    assert load_recipe(str(path)).hash != first


TAUGHT = 'teacher="default"\n{}\n[[stage]]\nname="a"\ntaught_by="gold"\nsources=["babe"]\nepochs=1\nlearning_rate=1e-5\n'
SHAPE = "[student]\nlayers=1\nfeed_forward=64\n"


def test_a_student_has_a_shape_and_a_teacher(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(TAUGHT.format(SHAPE))
    recipe = load_recipe(str(path))
    assert recipe.student == Student(layers=1, feed_forward=64)
    assert recipe.stages[0].taught_by == "gold"
    assert [stage.name for stage in load_recipe("default").until("articles").stages] == ["silver", "articles"]
    with pytest.raises(InputError, match=r"silver, articles, gold.*'iron'"):
        load_recipe("default").until("iron")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("feed_forward=64\n", ""),
        ("layers=1", "layers=0"),
        ("layers=1", 'layers="1"'),
        ("layers=1", "layers=1\ndepth=3"),
        ('teacher="default"\n', ""),
        ('taught_by="gold"', "taught_by=1"),
    ],
)
def test_a_student_of_no_shape_or_teacher_is_refused(tmp_path: Path, line: str, wrong: str) -> None:
    path = tmp_path / "small.toml"
    path.write_text(TAUGHT.format(SHAPE).replace(line, wrong))
    with pytest.raises(InputError, match=r"small\.toml"):
        load_recipe(str(path))


def test_what_no_recipe_asked_for_before_changes_no_hash() -> None:
    once = replace(load_recipe("unpaired"), name="default")
    assert once.hash[:12] == "cdae83ec7356", "kept figures are signed with it"


@pytest.mark.parametrize("name", ["keep", "dropout", "label_share"])
@pytest.mark.parametrize("value", ["-0.1", "1.0", '"half"'])
def test_what_is_kept_or_left_out_is_a_share(tmp_path: Path, name: str, value: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'[[stage]]\nname="a"\nsources=["babe"]\nepochs=1\nlearning_rate=1e-5\n{name}={value}\n')
    with pytest.raises(InputError, match=rf"mine\.toml.*{name}"):
        load_recipe(str(path))


def test_a_share_of_labels_is_for_a_stage_that_is_taught(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    lines = '[[stage]]\nname="a"\nsources=["babe"]\nepochs=1\nlearning_rate=1e-5\nlabel_share=0.5\n'
    path.write_text(lines)
    with pytest.raises(InputError, match=r"mine\.toml.*taught_by.*0\.5"):
        load_recipe(str(path))
    path.write_text(lines + 'taught_by="base"\n')
    assert load_recipe(str(path)).stages[0].label_share == 0.5

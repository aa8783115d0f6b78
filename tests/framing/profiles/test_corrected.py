"""From labels and scores to corrected profiles: what counts, what is refused, what is told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from framing.errors import InputError
from framing.profiles.answers import Answers, read_answers
from framing.profiles.corrected import Correction, correct
from framing.profiles.design import Design, Drawn, Part, Stratum
from framing.profiles.questions import OWN, QUOTES, Question, question
from framing.profiles.rates import SMALL_SAMPLE
from framing.profiles.universe import Universe
from framing.types import content_hash

COLUMNS = [
    "editorial",
    "editorial_label",
    "charged",
    "charged_label",
    "device_labelling",
    "device_loaded_wording",
    "voice",
]
EDITORIAL = question("editorial", COLUMNS)


def scores(sizes: dict[str, int], seed: int = 0) -> pa.Table:
    """Ten sentences an article; the model finds half of what is there, and twice as much in Brunnen."""
    generator = np.random.default_rng(seed)
    rows = []
    for outlet, articles in sizes.items():
        for i in range(articles * 10):
            truth = int(generator.random() < 0.3)
            score = float(np.clip(0.3 * truth + generator.normal(0.2, 0.1), 0, 1))
            rows.append(
                {
                    "sentence_id": f"{outlet}-{i}",
                    "article_id": f"{outlet}-{i // 10}",
                    "outlet": outlet,
                    "published": f"2025-0{1 + i // 10 % 2}-11",
                    "voice": "outlet",
                    "editorial": score,
                    "editorial_label": int(score > (0.5 if outlet == "Aube" else 0.3)),
                    "truth": truth,
                }
            )
    return pa.Table.from_pylist(rows)


def sampled(made: pa.Table, labels: int, outlets: tuple[str, ...] = ("Aube", "Brunnen")) -> Design:
    """A design of one stratum an outlet; the first sentences in random order, all articles drawn."""
    order = np.random.default_rng(1).permutation(made.num_rows)
    rows = [made.slice(int(i), 1).to_pylist()[0] for i in order]
    parts, drawn = [], []
    for place, outlet in enumerate(outlets):
        mine = [row for row in rows if row["outlet"] == outlet]
        stratum = Stratum(1000, len(mine), len(mine), labels)
        articles = len({row["article_id"] for row in mine})
        parts.append(Part((outlet,), articles, articles, (stratum,)))
        drawn += [
            Drawn(r["sentence_id"], r["article_id"], place, 0, labels / len(mine)) for r in mine[:labels]
        ]
    return Design("editorial", ("outlet",), 0, ("sig",), 1.0, True, tuple(parts), tuple(drawn))


def nowhere_editorial(design: Design) -> Answers:
    return Answers(values={row.id: 0 for row in design.sample})


def truths(made: pa.Table, design: Design) -> Answers:
    truth = dict(zip(made["sentence_id"].to_pylist(), made["truth"].to_pylist(), strict=True))
    return Answers(values={row.id: truth[row.id] for row in design.sample})


def counted(made: pa.Table, design: Design, by: tuple[str, ...] = ("outlet",)) -> Universe:
    universe = Universe(EDITORIAL, by, design.by, ids=[row.id for row in design.sample])
    for batch in made.to_batches(max_chunksize=61):
        universe.add_batch(batch)
    return universe


def codes(correction: Correction, name: str) -> set[str]:
    return {flaw.code for p in correction.profiles if p.key == (name,) for flaw in p.flaws}


def test_the_model_is_put_right() -> None:
    made = scores({"Aube": 60, "Brunnen": 60})
    design = sampled(made, 120)
    found = correct(counted(made, design), design, truths(made, design))
    for profile in found.profiles:
        rows = [r for r in made.to_pylist() if r["outlet"] == profile.key[0]]
        truth = np.mean([r["truth"] for r in rows])
        assert profile.raw.value == pytest.approx(np.mean([r["editorial_label"] for r in rows]))
        assert profile.corrected is not None
        assert profile.corrected.low is not None
        assert profile.corrected.low <= truth <= (profile.corrected.high or 0)
        assert (profile.sentences, profile.articles, profile.labels) == (600, 60, 120)
        assert profile.hand is not None
        assert profile.gain > 0
    assert found.whole is not None
    assert (found.whole.key, found.whole.labels) == (("(all)",), 240)
    assert found.flaws == ()


def test_precision_recall_and_agreement_are_the_samples() -> None:
    made = scores({"Aube": 60, "Brunnen": 60})
    design = sampled(made, 200)
    answers = truths(made, design)
    profile = next(p for p in correct(counted(made, design), design, answers).profiles if p.key == ("Aube",))
    said = dict(zip(made["sentence_id"].to_pylist(), made["editorial_label"].to_pylist(), strict=True))
    mine = [(answers.values[r.id], said[r.id]) for r in design.sample if r.id.startswith("Aube")]
    both = sum(y * m for y, m in mine)
    assert profile.precision == pytest.approx(both / sum(m for _, m in mine))
    assert profile.recall == pytest.approx(both / sum(y for y, _ in mine))
    assert profile.agreement == pytest.approx(np.mean([y == m for y, m in mine]))


def test_an_outlet_without_labels_is_not_corrected_and_widens_the_whole() -> None:
    made = scores({"Aube": 60, "Brunnen": 60, "Cimon": 30})
    design = sampled(made, 80)
    found = correct(counted(made, design), design, truths(made, design))
    cimon = found.profiles[-1]
    assert (cimon.key, cimon.corrected, cimon.labels) == (("Cimon",), None, 0)
    assert codes(found, "Cimon") == {"no-labels"}
    assert found.whole is not None
    assert found.whole.corrected is not None
    assert "part-without-labels" in {flaw.code for flaw in found.whole.flaws}
    # A fifth of the sentences may have any rate: the interval is at least that wide.
    assert (found.whole.corrected.high or 0) - (found.whole.corrected.low or 0) > 0.2


def test_another_outlet_moves_nobodys_labels_alone() -> None:
    both, one = scores({"Aube": 40, "Brunnen": 40}), scores({"Aube": 40})
    design, alone = sampled(both, 50), sampled(one, 50, ("Aube",))
    same = Design(
        **{n: getattr(design, n) for n in Design.__slots__}
        | {
            "parts": alone.parts,
            "sample": tuple(r for r in design.sample if r.part == 0),
        }
    )
    first = next(
        p for p in correct(counted(both, design), design, truths(both, design)).profiles if p.key == ("Aube",)
    )
    (second,) = correct(counted(one, same), same, truths(one, same)).profiles
    assert first.hand == second.hand


def test_groups_inside_an_outlet_weigh_to_their_own_size() -> None:
    made = scores({"Aube": 60, "Brunnen": 60})
    design = sampled(made, 150)
    found = correct(counted(made, design, ("outlet", "month")), design, truths(made, design))
    assert [len(p.key) for p in found.profiles] == [2] * 4
    assert sum(p.sentences for p in found.profiles) == 1200
    assert sum(p.labels for p in found.profiles) == 300
    assert all(p.corrected is not None for p in found.profiles)


def test_few_and_like_labels_are_told() -> None:
    made = scores({"Aube": 60, "Brunnen": 60})
    design = sampled(made, 8)
    answers = nowhere_editorial(design)
    found = correct(counted(made, design), design, answers)
    assert codes(found, "Aube") == {"few-labels", "all-alike"}
    assert found.profiles[0].corrected is not None
    assert (found.profiles[0].corrected.high or 0) > 0.3


def test_all_of_few_sentences_are_no_small_sample() -> None:
    made = scores({"Aube": 2})
    size = made.num_rows
    design = sampled(made, size, ("Aube",))
    found = correct(counted(made, design), design, truths(made, design))
    (aube,) = found.profiles
    assert aube.labels == size < SMALL_SAMPLE
    assert aube.corrected is not None
    assert aube.corrected.low == aube.corrected.value == aube.corrected.high
    assert "few-labels" not in codes(found, "Aube")


def test_one_article_says_nothing_of_those_beyond_it_and_no_warning_says_otherwise() -> None:
    made = scores({"Aube": 1, "Brunnen": 60})
    design = sampled(made, 8)
    answers = nowhere_editorial(design)
    here = correct(counted(made, design), design, answers)
    assert codes(here, "Aube") == {"few-labels", "all-alike"}
    beyond = correct(counted(made, design), design, answers, beyond=True)
    assert codes(beyond, "Aube") == {"one-article"}
    aube = next(p.corrected for p in beyond.profiles if p.key == ("Aube",))
    assert aube is not None
    assert (aube.low, aube.high) == (None, None)


def test_what_is_wrong_with_the_labels_is_told_with_its_code() -> None:
    made = scores({"Aube": 60, "Brunnen": 60})
    design = sampled(made, 40)
    answers = truths(made, design)
    lost = next(iter(answers.values))
    answers.outside_sample, answers.chosen_by_model, answers.ties, answers.saw_scores = 3, 2, 1, 4
    left = made.filter(pa.array([i != lost for i in made["sentence_id"].to_pylist()]))
    found = correct(counted(left, design), design, answers, same_scores=False)
    assert {flaw.code for flaw in found.flaws} == {
        "outside-sample", "chosen-by-model", "tie", "not-blind", "not-in-scores", "other-scores",
    }  # fmt: skip
    assert any("3 labels of sentences that are not in the recorded sample" in f.text for f in found.flaws)


def test_missing_labels_are_told_and_the_rest_still_weighs_to_the_whole() -> None:
    made = scores({"Aube": 60, "Brunnen": 60})
    design = sampled(made, 100)
    answers = truths(made, design)
    for row in design.sample[::2]:
        del answers.values[row.id]
    found = correct(counted(made, design), design, answers)
    assert {flaw.code for flaw in found.flaws} == {"labels-missing"}
    assert found.whole is not None
    assert found.whole.labels == 100


def test_beyond_these_articles_is_wider() -> None:
    made = scores({"Aube": 60, "Brunnen": 60})
    design = sampled(made, 150)
    universe = counted(made, design)
    here = correct(universe, design, truths(made, design)).profiles
    beyond = correct(universe, design, truths(made, design), beyond=True).profiles
    for a, b in zip(here, sorted(beyond, key=lambda p: [q.key for q in here].index(p.key)), strict=True):
        assert a.corrected is not None
        assert b.corrected is not None
        assert (b.corrected.high or 0) - (b.corrected.low or 0) > (a.corrected.high or 0) - (
            a.corrected.low or 0
        )


def test_questions_and_their_sentences() -> None:
    assert question("charged", COLUMNS).among == QUOTES
    device = question("labelling", COLUMNS)
    assert (device.score, device.label, device.among) == ("device_labelling", None, OWN)
    with pytest.raises(InputError, match="no column 'irony'"):
        question("irony", COLUMNS)


def test_a_column_that_is_no_probability_is_refused() -> None:
    made = pa.table({"voice": ["outlet"], "weight": [3.0]})
    with pytest.raises(InputError, match="probabilities, 0 to 1, found 3 to 3"):
        question("weight", made.column_names).scores(made)


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def answers(path: Path, asked: Question, sampled: set[str], drawn_for: str = "editorial") -> Answers:
    drawn = tuple(Drawn(name, "a", 0, 0, 1.0) for name in sorted(sampled))
    return read_answers(path, asked, Design(drawn_for, ("outlet",), 0, (), 1.0, True, (), drawn))


def test_labels_in_the_schemas_form_find_their_sentence(tmp_path: Path) -> None:
    one = content_hash("0123456789abcdef", "10", "42")
    row = {
        "annotator": "ann", "time": "2025-05-01T10:00:00Z", "article_hash": "0123456789abcdef",
        "start": 10, "end": 42, "voice": "quote", "editorial": 1, "charged": 0,
        "devices": [{"device": "labelling", "start": None, "end": None}], "blind": True,
    }  # fmt: skip
    found = answers(write(tmp_path / "a.jsonl", row), EDITORIAL, {one})
    assert (found.values, found.not_own) == ({one: 1}, {one})
    device = question("device_labelling", COLUMNS)
    assert answers(tmp_path / "a.jsonl", device, {one}).values == {one: 1}
    assert answers(tmp_path / "a.jsonl", question("charged", COLUMNS), {one}).values == {one: 0}
    # A spreadsheet holds the devices as JSON.
    head = "article_hash,start,end,devices\n0123456789abcdef,10,42,"
    for devices, said in (('"[{""device"": ""labelling""}]"', {one: 1}), ("[]", {one: 0}), ("", {})):
        (tmp_path / "a.csv").write_text(head + devices + "\n", encoding="utf-8")
        assert answers(tmp_path / "a.csv", device, {one}).values == said


def test_a_spreadsheet_with_semicolons_a_mark_and_yes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('\ufeffid;text;label\na;"x; y";Yes\nb;z;0\nc;z;\nd;z;1.0\n', encoding="utf-8")
    assert answers(path, EDITORIAL, set("abcd")).values == {"a": 1, "b": 0, "d": 1}


def test_labels_that_chance_did_not_choose_are_refused(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "label": 1},
        {"id": "b", "label": 1, "chosen_by": "uncertainty"},
        {"id": "x", "label": 0},
        {"id": "c", "label": 1, "blind": False, "chosen_by": "articles-then-sentences"},
    ]
    found = answers(write(tmp_path / "a.jsonl", *rows), EDITORIAL, {"a", "b", "c"})
    assert found.values == {"a": 1, "c": 1}
    assert (found.chosen_by_model, found.outside_sample, found.saw_scores) == (1, 1, 1)


def test_several_annotators_the_last_word_of_each_then_the_majority(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "annotator": "one", "time": "2025-05-01T10:00:00Z", "label": 0},
        {"id": "a", "annotator": "one", "time": "2025-05-02T10:00:00Z", "label": 1},
        {"id": "a", "annotator": "two", "label": 1},
        {"id": "a", "annotator": "three", "label": 0},
        {"id": "b", "annotator": "one", "label": 1},
        {"id": "b", "annotator": "two", "label": 0},
    ]
    found = answers(write(tmp_path / "a.jsonl", *rows), EDITORIAL, {"a", "b"})
    assert (found.values, found.ties) == ({"a": 1}, 1)


def test_an_answer_that_contradicts_an_earlier_one_at_no_later_time_is_told(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "label": 0}, {"id": "a", "label": 1},
        {"id": "b", "label": 1}, {"id": "b", "label": 1},
        {"id": "c", "label": 0, "time": "2025-05-01T10:00:00Z"}, {"id": "c", "label": 1, "time": "2025-05-02T10:00:00Z"},
    ]  # fmt: skip
    found = answers(write(tmp_path / "a.jsonl", *rows), EDITORIAL, {"a", "b", "c"})
    assert (found.values, found.answered_twice) == ({"a": 1, "b": 1, "c": 1}, 1)


def test_sentences_in_dispute_are_no_missing_labels() -> None:
    made = scores({"Aube": 60, "Brunnen": 60})
    design = sampled(made, 40)
    given = truths(made, design)
    del given.values[design.sample[0].id]
    given.ties, given.answered_twice = 1, 1
    assert {flaw.code for flaw in correct(counted(made, design), design, given).flaws} == {
        "tie",
        "answered-twice",
    }


def test_a_file_that_names_nobody_is_one_annotators_own(tmp_path: Path) -> None:
    for name, said in (("anna", (1, 1)), ("ben", (1, 0)), ("cem", (0, 0))):
        rows = "".join(f"{key},{label}\n" for key, label in zip("ab", said, strict=True))
        (tmp_path / f"{name}.CSV").write_text("id,label\n" + rows)
    assert answers(tmp_path, EDITORIAL, {"a", "b"}).values == {"a": 1, "b": 0}


def test_a_label_answers_what_it_was_asked(tmp_path: Path) -> None:
    device, path = question("loaded_wording", COLUMNS), tmp_path / "a.csv"
    path.write_text("id,label\na,1\n")
    assert answers(path, device, {"a"}).values == {}, "the sample was drawn for editorial"
    for name in ("loaded_wording", "device_loaded_wording"):
        assert answers(path, device, {"a"}, name).values == {"a": 1}
    path.write_text("id,label,of\na,1,editorial\nb,1,device_loaded_wording\n")
    assert answers(path, device, {"a", "b"}, "loaded_wording").values == {"b": 1}
    assert answers(path, EDITORIAL, {"a", "b"}, "loaded_wording").values == {"a": 1}


def test_words_of_a_table_in_another_encoding_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id;text;label\na;“Nie wieder”;1\n".encode("cp1252"))
    assert answers(tmp_path / "a.csv", EDITORIAL, {"a"}).values == {"a": 1}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('{"id": "a", "label": 2}', "'label' must be 0 or 1 \\(or empty\\), found 2"),
        ('{"label": 1}', "needs 'id'"),
        ("[1]", "one JSON object, found list"),
        ("{", "must be JSON"),
    ],
)
def test_a_broken_label_is_told_with_its_place(tmp_path: Path, text: str, rule: str) -> None:
    (tmp_path / "a.jsonl").write_text(text + "\n")
    with pytest.raises(InputError, match=rf"a\.jsonl:1: .*{rule}"):
        answers(tmp_path / "a.jsonl", EDITORIAL, {"a"})


def test_labels_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="labels are a"):
        answers(tmp_path / "no.csv", EDITORIAL, {"a"})
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(InputError, match="labels end in"):
        answers(tmp_path / "a.txt", EDITORIAL, {"a"})


def test_articles_that_were_never_in_the_draw_are_refused() -> None:
    made, more = scores({"Aube": 40, "Brunnen": 40}), scores({"Aube": 44, "Brunnen": 40})
    design = sampled(made, 50)
    with pytest.raises(InputError, match=r"40 articles .* with 400 sentences, found 44 articles"):
        correct(counted(more, design), design, truths(made, design))
    # Scores of another model may find other sentences: there the strata's sizes are the design's.
    assert correct(counted(more, design), design, truths(made, design), same_scores=False).profiles


def test_scores_that_are_no_number_are_refused() -> None:
    made = scores({"Aube": 4, "Brunnen": 4})
    editorial = made["editorial"].to_pylist()
    editorial[3] = float("nan")
    made = made.set_column(made.column_names.index("editorial"), "editorial", pa.array(editorial))
    with pytest.raises(InputError, match="found 1 that are no number"):
        counted(made, sampled(made, 8))

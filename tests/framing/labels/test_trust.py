"""Consensus, disputes and findings, on labels whose faults are known because they were put there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from framing.labels.check import by_reading, leaks, likely_errors
from framing.labels.dawid_skene import dawid_skene
from framing.labels.disputes import disputes, settling
from framing.labels.drift import LEAST_ANSWERS, drift
from framing.labels.duplicates import alike
from framing.labels.gold import MODEL, VOTE, consensus
from framing.labels.suspect import suspects
from framing.types import Annotation, DeviceSpan, Span, Voice

Make = Callable[..., Annotation]
TIME = "2025-06-01T00:00:00Z"


def crowd(seed: int, right: tuple[float, ...], n: int = 400) -> tuple[list[int], list[dict[str, Any]]]:
    """A truth, and votes of annotators who are right so often; each sentence gets three to all of them."""
    generator = np.random.default_rng(seed)
    truth = (generator.random(n) < 0.3).astype(int).tolist()
    votes = []
    for real in truth:
        chosen = generator.choice(len(right), generator.integers(3, len(right) + 1), replace=False)
        votes.append({f"a{i}": int(real if generator.random() < right[i] else 1 - real) for i in chosen})
    return truth, votes


def vote(votes: list[dict[str, Any]]) -> list[int]:
    return [int(2 * sum(v.values()) > len(v)) for v in votes]


def test_the_annotator_model_finds_who_is_careful_and_beats_the_vote() -> None:
    gains = []
    for seed in range(5):
        truth, votes = crowd(seed, (0.95, 0.93, 0.6, 0.58, 0.55))
        model = dawid_skene(votes)
        skills = [model.skill(f"a{i}") for i in range(5)]
        assert skills == pytest.approx([0.95, 0.93, 0.6, 0.58, 0.55], abs=0.09)
        ours = np.mean([a == t for a, t in zip(model.answers, truth, strict=True)])
        theirs = np.mean([a == t for a, t in zip(vote(votes), truth, strict=True)])
        gains.append(float(ours - theirs))
        assert model.posterior.sum(axis=1) == pytest.approx(1.0)
    assert min(gains) > 0.03


def test_equal_annotators_give_what_the_vote_gives() -> None:
    truth, votes = crowd(9, (0.9, 0.9, 0.9))
    model = dawid_skene(votes)
    same = np.mean([a == v for a, v in zip(model.answers, vote(votes), strict=True)])
    assert same > 0.98
    assert len(truth) == len(model.answers)


def test_a_lone_vote_counts_and_an_even_one_is_a_tie() -> None:
    assert dawid_skene([{"a": 1}]).answers == [1]
    assert dawid_skene([{"a": 1, "b": 0}, {"a": 0, "b": 1}]).answers == [None, None]


def three(label: Make, *answers: int, **changes: Any) -> list[Annotation]:
    return [
        label(
            annotator=who,
            editorial=said,
            devices=(DeviceSpan("labelling", Span(4, 11)),) if said else (),
            **changes,
        )
        for who, said in zip(("anna", "ben", "cleo"), answers, strict=False)
    ]


@pytest.mark.parametrize("method", [VOTE, MODEL])
def test_a_consensus_names_its_method_and_the_adjudicator_has_the_last_word(method: str, label: Make) -> None:
    labels = three(label, 1, 1, 0)
    (one,) = consensus(labels, method, TIME).labels
    assert (one.annotator, one.time, one.editorial, one.note) == (method, TIME, 1, "3 annotators")
    assert one.devices == (DeviceSpan("labelling", Span(4, 11)),)
    judge = label(annotator="judge", editorial=0, charged=None, devices=(), voice=None)
    result = consensus([*labels, judge], method, TIME, adjudicator="judge")
    (settled,) = result.labels
    assert (settled.editorial, settled.devices, settled.charged, settled.voice) == (0, (), 1, Voice.OUTLET)
    assert settled.note == "adjudicated by judge"
    assert result.adjudicated == 1


def test_a_tie_is_left_empty_and_counted(label: Make) -> None:
    result = consensus(three(label, 1, 0), VOTE, TIME)
    assert (result.labels[0].editorial, result.ties) == (None, 1)


def test_the_dispute_worth_most_is_even_sure_and_about_the_main_question(label: Make) -> None:
    def pair(name: str, first: dict[str, Any], second: dict[str, Any]) -> list[Annotation]:
        shared = {"article": name, "article_hash": name[0] * 16, "devices": None}
        return [label(annotator="anna", **(shared | first)), label(annotator="ben", **(shared | second))]

    found = disputes(
        [
            *pair("agreed", {}, {}),
            *pair("charged", {"charged": 0}, {}),
            *pair("guess", {"editorial": 0, "confidence": 1}, {"confidence": 3}),
            *pair("sure", {"editorial": 0}, {}),
            *pair("unasked", {"editorial": None}, {}),
        ]
    )
    assert found[0].labels[0].article == "sure"
    assert {one.labels[0].article for one in found[1:]} == {"guess", "charged"}
    assert found[0].questions == ("editorial",)


def test_contradictions_are_told(label: Make) -> None:
    whys = {
        finding.why
        for finding in by_reading(
            [
                label(voice=Voice.NON_CONTENT),
                label(devices=(), article_hash="1" * 16),
                label(editorial=0, article_hash="2" * 16),
                label(charged=0, article_hash="3" * 16),
                label(article_hash="4" * 16),
            ]
        )
        if finding.kind == "contradiction"
    }
    assert whys == {
        "furniture is neither editorial nor charged",
        "editorial, and no device",
        "a device, and not editorial",
        "loaded_wording, and not charged",
    }


def test_twins_with_two_answers_are_found_and_those_with_one_are_not(label: Make) -> None:
    first = "The harbour board quietly gave the contract to a friend of the chairman last week."
    near = "The harbour board quietly gave the contract to a friend of the chairman last Friday."
    other = "Ferries will run every twenty minutes from the first of May, the operator said."
    labels = [
        label(
            article=str(i),
            article_hash=f"{i:016x}",
            text=text,
            end=len(text),
            editorial=said,
            charged=None,
            devices=None,
        )
        for i, (text, said) in enumerate([(first, 1), (near, 0), (first.upper(), 1), (other, 0)])
    ]
    twins = [f for f in by_reading(labels) if f.kind == "twins"]
    assert {tuple(sorted(one.article for one in f.labels)) for f in twins} == {("0", "1"), ("1", "2")}


def test_alike_is_the_same_by_letters_and_near_by_pairs_of_words() -> None:
    texts = ["He said no.", "he said: NO", "He said yes.", "One two three four five six seven eight.",
             "One two three four five six seven nine."]  # fmt: skip
    assert {(i, j): round(v, 2) for i, j, v in alike(texts)} == {(0, 1): 1.0, (3, 4): 0.75}
    assert list(alike(["short"], ["other"])) == []


def test_leaks_are_sentences_and_articles_in_both(label: Make) -> None:
    train = [
        label(article="a", article_hash="a" * 16),
        label(article="b", article_hash="b" * 16, start=40, end=67),
    ]
    test = [
        label(article="c", article_hash="c" * 16),
        label(article="b", article_hash="b" * 16, start=90, end=117, text="Another sentence altogether"),
    ]
    found = [(f.why, f.labels[0].article) for f in leaks(train, test)]
    assert ("the same words", "a") in found
    assert ("an article in both: 1 labels here, 1 there", "b") in found
    assert not any(article == "c" for _, article in found)


WORDS = ("shameful", "craven", "disgraceful", "reckless", "farcical")
PLAIN = ("quarterly", "municipal", "scheduled", "preliminary", "regional")


def planted(label: Make, wrong: int) -> tuple[list[Annotation], set[str]]:
    """Sentences whose answer shows in a word; the first `wrong` carry the other answer."""
    generator = np.random.default_rng(5)
    labels = []
    for i in range(200):
        real = int(generator.random() < 0.5)
        word = str(generator.choice(WORDS if real else PLAIN))
        text = (
            f"The {word} report of office {generator.integers(900)} went to member {generator.integers(900)}."
        )
        said = 1 - real if i < wrong else real
        labels.append(
            label(article=f"a{i // 4}", article_hash=f"{i:016x}", text=text, start=0, end=len(text), editorial=said,
                  charged=None, devices=None, voice=None)
        )  # fmt: skip
    return labels, {one.sentence for one in labels[:wrong]}


def test_likely_errors_are_the_planted_ones(label: Make) -> None:
    labels, wrong = planted(label, 12)
    found = likely_errors(labels, "editorial")
    assert found is not None
    flagged = [one.labels[0].sentence for one in found.findings]
    assert len(wrong & set(flagged)) >= 11
    assert len(wrong & set(flagged[:12])) >= 10
    assert found.auroc > 0.8


def test_a_models_scores_may_stand_in_for_out_of_fold_ones(label: Make) -> None:
    labels, wrong = planted(label, 5)
    scores = {one.sentence: 0.9 if any(w in (one.text or "") for w in WORDS) else 0.1 for one in labels}
    found = likely_errors(labels, "editorial", scores)
    assert found is not None
    assert {one.labels[0].sentence for one in found.findings} == wrong


def test_too_few_labels_say_nothing(label: Make) -> None:
    assert likely_errors([label(), label(editorial=0, article_hash="0" * 16)], "editorial") is None


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_suspects_are_those_of_cleanlab(seed: int) -> None:
    cleanlab = pytest.importorskip("cleanlab.filter", reason="cleanlab is the reference implementation")
    generator = np.random.default_rng(seed)
    truth = (generator.random(300) < 0.4).astype(np.int64)
    scores = np.clip(truth * 0.5 + 0.25 + generator.normal(0, 0.2, 300), 0.01, 0.99)
    given = np.where(generator.random(300) < 0.1, 1 - truth, truth)
    theirs = cleanlab.find_label_issues(
        given, np.column_stack([1 - scores, scores]), filter_by="confident_learning",
        return_indices_ranked_by="self_confidence",
    )  # fmt: skip
    ours = suspects(given, scores)
    assert set(ours.tolist()) == set(theirs.tolist())
    own = np.where(given == 1, scores, 1 - scores)
    assert own[ours].tolist() == own[theirs].tolist()


def timed(label: Make, answers: list[int], who: str = "anna") -> list[Annotation]:
    return [
        label(annotator=who, article_hash=f"{i:016x}", editorial=said, charged=None, devices=None,
              time=f"2025-01-01T{i // 60:02}:{i % 60:02}:00Z")
        for i, said in enumerate(answers)
    ]  # fmt: skip


def test_a_standard_that_moved_is_found_and_a_steady_one_is_not(label: Make) -> None:
    generator = np.random.default_rng(2)
    truth = (generator.random(120) < 0.3).astype(int).tolist()
    strict = [said if i < 60 else int(said and i % 3 == 0) for i, said in enumerate(truth)]
    found = {
        one.annotator: one
        for one in drift([*timed(label, strict), *timed(label, truth, "ben"), *timed(label, truth, "cleo")])
    }
    moved, steady = found["anna"].p, found["ben"].p
    assert moved is not None
    assert steady is not None
    assert moved < 0.01
    assert found["anna"].beside == ("ben", "cleo")


def test_partisan_articles_in_a_row_are_not_drift_beside_others(label: Make) -> None:
    truth = [0] * 60 + [1, 0] * 30
    (alone,) = drift(timed(label, truth))
    beside = next(
        one for one in drift([*timed(label, truth), *timed(label, truth, "ben")]) if one.annotator == "anna"
    )
    assert alone.p is not None
    assert beside.p is not None
    assert alone.p < 0.01
    assert beside.p > 0.5
    assert (alone.beside, beside.beside) == ((), ("ben",))


def test_second_looks_are_counted_and_few_answers_say_nothing(label: Make) -> None:
    rows = timed(label, [1, 0, 1])
    again = [label(**{**{n: getattr(r, n) for n in ("annotator", "article_hash", "devices", "charged")}, "time": TIME, "editorial": 1})
             for r in rows[:2]]  # fmt: skip
    (one,) = drift([*rows, *again])
    assert (one.looked_again, one.same_again, one.p, one.answers) == (2, 1, None, 3)
    assert one.answers < LEAST_ANSWERS


def test_who_answered_nothing_but_disputes_settles_them(label: Make) -> None:
    rows = [
        label(annotator=who, article_hash=f"{n:016x}", editorial=said, charged=None, devices=None)
        for n in range(12)
        for who, said in (("anna", n % 2), ("ben", n % 2 if n < 6 else 1 - n % 2))
    ]
    judge = [label(annotator="judge", article_hash=f"{n:016x}", editorial=1, charged=None, devices=None)
             for n in range(6, 12)]  # fmt: skip
    assert settling([*rows, *judge]) == ["judge"]
    assert settling([*rows, *judge[:4]]) == [], "so few may be disputed by chance"
    assert settling(rows) == []
    more = label(annotator="judge", article_hash=f"{0:016x}", editorial=0, charged=None, devices=None)
    assert settling([*rows, *judge, more]) == []

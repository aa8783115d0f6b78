"""The classifier among scikit-learn's: its checks, pipelines, cross-validation; and its way to a model folder."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import estimator_checks
from sklearn.utils.estimator_checks import check_estimator

import framing
from framing.errors import ArtefactError, InputError, OutputError
from framing.model import open_artefact
from framing.model.registry import folder_of
from framing.refit import FramingClassifier

QUOTED = '"They are vandals and cowards," the mayor said.'
Made = tuple[list[str], list[int]]


@pytest.fixture(scope="module")
def fitted(sentences: Made) -> FramingClassifier:
    return FramingClassifier().fit(*sentences)


def test_scikit_learn_s_own_checks_hold() -> None:
    with warnings.catch_warnings():
        # It says that its checks of numeric input do not apply to text.
        warnings.simplefilter("ignore")
        done = check_estimator(FramingClassifier(), on_skip=None, on_fail=None)
    assert done
    assert [check["check_name"] for check in done if check["status"] == "failed"] == []


@pytest.mark.parametrize(
    "check",
    [
        estimator_checks.check_estimator_cloneable,
        estimator_checks.check_estimator_repr,
        estimator_checks.check_estimator_tags_renamed,
        estimator_checks.check_get_params_invariance,
        estimator_checks.check_mixin_order,
        estimator_checks.check_no_attributes_set_in_init,
        estimator_checks.check_parameters_default_constructible,
        estimator_checks.check_set_params,
        estimator_checks.check_valid_tag_types,
    ],
)
def test_scikit_learn_s_checks_that_need_no_numbers_hold(
    check: Callable[[str, FramingClassifier], None],
) -> None:
    """Of an estimator of texts `check_estimator` runs none but the first of them."""
    check("FramingClassifier", FramingClassifier())


def test_it_stands_in_a_pipeline_and_is_cross_validated(sentences: Made) -> None:
    pipeline = make_pipeline(
        FunctionTransformer(lambda texts: [t.strip() for t in texts]), FramingClassifier()
    )
    scores = cross_val_score(pipeline, *sentences, cv=2)
    assert scores.shape == (2,)
    assert scores.min() > 0.8


def test_a_clone_has_the_settings_and_nothing_learned(fitted: FramingClassifier) -> None:
    copy = clone(fitted.set_params(seed=0))
    assert copy.get_params() == {"base": None, "head": "editorial", "seed": 0}
    assert not hasattr(copy, "classes_")


def test_probabilities_add_up_and_agree_with_the_labels(fitted: FramingClassifier, sentences: Made) -> None:
    found = fitted.predict_proba(sentences[0])
    np.testing.assert_allclose(found.sum(1), 1)
    said = (found[:, 1] >= fitted.head_.threshold).astype(int)
    np.testing.assert_array_equal(fitted.predict(sentences[0]), said)


def test_classes_keep_their_names(sentences: Made) -> None:
    names = np.array(["plain", "slanted"])[sentences[1]]
    found = FramingClassifier().fit(sentences[0], names)
    assert found.classes_.tolist() == ["plain", "slanted"]
    assert found.predict([sentences[0][0]]).tolist() == ["plain"]


def test_a_sentence_without_words_of_the_outlet_s_own_is_never_editorial(fitted: FramingClassifier) -> None:
    assert fitted.predict_proba([QUOTED])[0].tolist() == [1.0, 0.0]
    assert fitted.predict([QUOTED]).tolist() == [0]
    assert fitted.predict([]).shape == (0,)


def test_it_is_saved_as_a_model_that_says_the_same(
    fitted: FramingClassifier, sentences: Made, tmp_path: Path
) -> None:
    folder = fitted.save(tmp_path / "mine")
    annotator = framing.load(folder)
    text = sentences[0][1]
    found = annotator.annotate(framing.read_article(text)).sentences[0].prediction.editorial
    assert found == pytest.approx(fitted.predict_proba([text])[0, 1], abs=1e-5)
    assert annotator.thresholds["editorial"] == fitted.head_.threshold
    with pytest.raises(OutputError, match="new or empty"):
        fitted.save(folder)


def test_an_annotator_fits_from_its_own_model(sentences: Made) -> None:
    assert framing.load().fit(*sentences).base is not None


@pytest.mark.parametrize(
    ("texts", "labels", "said"),
    [
        ("one string", [0], "sequence of sentences"),
        (["a", "b"], [0], "shape"),
        (["a", 3.0], [0, 1], r"X\[1\]"),
        (["It rained.", "It snowed."], [1, 1], "two classes"),
        (["It rained.", "It snowed."], [1, None], "no missing labels, found 1 of 2"),
        (["It rained.", "It snowed."], [1, float("nan")], "no missing labels, found 1 of 2"),
        ([QUOTED, "It snowed."], [1, 0], "words of its own"),
    ],
)
def test_what_cannot_be_fitted_is_said(texts: object, labels: list[object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        FramingClassifier().fit(texts, labels)  # type: ignore[arg-type]


def test_a_base_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArtefactError):
        FramingClassifier(tmp_path).fit(["It rained.", "It snowed."], [0, 1])


def test_a_saved_model_knows_how_often_it_is_wrong(
    fitted: FramingClassifier, sentences: Made, tmp_path: Path
) -> None:
    """56 labels: a curve of the labels held out, and a margin that follows from it; of a few there is none."""
    folder = fitted.save(tmp_path / "mine")
    curve = framing.load(folder).model.artefact.risk_coverage
    assert [point.margin for point in curve][:2] == [0.0, 0.01]
    assert curve[0].coverage == 1
    assert framing.load(folder, abstain=curve[-1].risk + 1e-9).margin <= curve[-1].margin
    few = FramingClassifier().fit(sentences[0][:20], sentences[1][:20]).save(tmp_path / "few")
    with pytest.raises(InputError, match="abstain: how often this model is wrong must be known"):
        framing.load(few, abstain=0.1)


def test_before_a_fit_it_says_so() -> None:
    for ask in ("predict", "predict_proba", "decision_function"):
        with pytest.raises(NotFittedError):
            getattr(FramingClassifier(), ask)(["A word."])


def test_another_model_in_the_place_of_its_base_is_refused(sentences: Made, tmp_path: Path) -> None:
    base = tmp_path / "base"
    shutil.copytree(open_artefact(None).folder, base)
    made = FramingClassifier(base=base).fit(*sentences)
    assert made.predict(sentences[0][:1]).shape == (1,)
    shutil.rmtree(base)
    shutil.copytree(open_artefact(folder_of("fast")).folder, base)
    with pytest.raises(ArtefactError, match="fitted on"):
        made.predict(sentences[0][:1])

"""The model card, in the Hub's form, written from the artefact's own metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.store import table
from training.recipe import BASE

TEMPLATE = """---
license: apache-2.0
language: en
library_name: framing
pipeline_tag: text-classification
base_model: {encoder}
tags: [media-bias, framing, subjectivity, news]
---

# {name}

Tells, sentence by sentence, where a news outlet's own words frame the news instead of reporting it.
One pass of a small encoder ({shape}, 8-bit weights) answers:

- `editorial`: do the *outlet's own words* evaluate, presuppose, speculate, exhort or intensify beyond what a
  wire report of the same facts needs? The program takes quotation and plain attribution out of the sentence
  before it asks.
- `charged`: how loaded is the wording, whoever says it?
- devices: {devices};
- the rationale: which words carry it, token by token;
{heard}- an embedding ({embedding} numbers): how near two sentences are in meaning, distilled from the base encoder.
{deaf}
Scores are probabilities, calibrated (Platt) on sentences that the weights never saw. A sentence's scores do not
depend on what is scored with it. Trained {trained}.

## Trained on

{data}

{taught}{went_on}{evened}{voiced}`anno_lexical` was labelled by a vote of language models, `outlets` for this project by runs of another one that read
whole articles by the codebook: both are silver. {written}The other sets were labelled by people. Not trained on: a tenth of
the articles of BABE and of SemEval-2023 task 3 for calibration and a tenth of each for test (by a hash of the
article), the validation and test parts of NewsSD-ENG, the development and test parts of Anno-lexical, a tenth of
`outlets` for calibration and its test outlets, a tenth of PolNeAR's training articles for calibration and its `dev`
part, and this project's demo corpus. The licences above are those of the corpora as published, two of them unstated; none of their text is in the
artefact. The weights are offered under Apache-2.0; whether a corpus's licence reaches weights trained on it is for
you to judge where it matters to you.

## Measured, on sentences it never saw

{figures}

At the thresholds in `framing.json`. Sentences that stand in a training part too, of any corpus, are left out. Made by
`framing evaluate artefact`. Cross-validated figures and baselines: `eval/RESULTS.md`.

## Devices

On the calibration parts, at the best threshold that is right half of the time, if there is one. A device ships if at some threshold it is right half of the
time and finds a quarter of its cases. `loaded_wording` and `labelling` rest on people's marks and on silver ones,
`exaggeration`, `doubt` and `appeal_to_fear` on people's (SemEval-2023 task 3, under its own definitions), the others
on silver ones alone.

{device_choice}

## Meant for

Research on English-language news: comparing outlets, finding sentences to read, drawing a sample to label by
hand. Teaching.

## Not meant for

Judging a person, one article or one sentence without reading it; moderation or ranking without a human;
languages other than English; text that is not news. A score says how people labelled sentences like this one,
not whether a claim is true.

## Limits

- What it calls editorial beyond open opinion (presupposition, guesses at motives, mild verdicts) it learned from a
  language model's reading of the codebook. People have not checked those labels.
- It misses framing by irony, innuendo and choice of side facts more often than it finds it.
- BABE's outlets and topics are those of the United States around 2017 to 2020; on an outlet that it never saw
  the model is to be expected clearly worse (`framing crossvalidate babe-outlet` measures it).
- It sees one sentence at a time: framing by selection, order or omission is out of its sight.
- `editorial` follows the program's quotation and attribution rules; where these miss a speaker, the speaker's
  opinion counts for the outlet.
- Rates counted off its labels are biased by its errors, and not equally for every outlet: correct them with a
  hand-labelled sample before you report them.

Signature: `{signature}`
"""


# Of a student alone.
TAUGHT = """It is a student: what it learned of these sentences is what {teacher} of them, question by question and word by word{labels}. `unlabelled` are sentences of the articles behind `outlets`
that nobody labelled.{others}

"""
OTHERS = """ `counterfactual` are such sentences,
and the project's own, read with several people in them: of each it learned the mean of what is said with all of them."""

# Of one that went on from the weights of an artefact (training/thaw.py).
WENT_ON = """The last of these stages went on from the 8-bit weights of `{start}`, which the others had made; the devices that those
do not ship were judged then.

"""

# Of one whose last stage was taught by what it started from (training/counterfactual.py).
EVENED = """In that stage it learned to say of every text what it had said before{labels}, but of a sentence with other people in it
the mean of what it had said with all of them: `counterfactual` are sentences of `unlabelled` (articles behind `outlets`, which nobody
labelled) and of `anno_lexical`, and of the project's own.

"""
# Of a student whose last stage was taught by a later teacher.
RESUMED = """Its last stage started from the 8-bit weights of `{student}`, which the stages before it had
made, and the teacher was `{teacher}`; the devices that these do not ship were judged before
that stage.

"""


# Of one that was given a voice layer when all else of it was there (training/voicing.py).
VOICED = """The voice layer, {size} numbers a direction, was learned last, on what the layers of `{heard}` make of PolNeAR's sentences;
nothing else of that model was changed, and no score.

"""

# Of a model that learned from sentences of the project's own.
WRITTEN = """`contrast` (pairs of wire sentences that differ in one loaded wording) and `named` (sentences
read with several names) were written for this project by runs of a language model that had seen none of its tests. """

# Of a model whose tags of reported speech do better than the program's rules, and of one whose do not.
HEARD = "- source, cue and content: who is said to say what, by which word, token by token{by};\n"
BY_LAYER = ", by a recurrent layer that reads the last hidden states both ways"
DEAF = "\nWho is said to say what is left to the program's rules: this model's tags did no better.\n"


def card(metadata: dict[str, Any], signature: str) -> str:
    """The card's Markdown."""
    rows = [
        {
            "corpus": part["corpus"],
            "stage": part["stage"],
            "licence": part["licence"],
        }
        for part in metadata["data"]
    ]
    recipe, encoder = metadata["recipe"], metadata["encoder"]
    cut, start, resumed = recipe.get("student"), metadata.get("went_on_from"), metadata.get("resumed_from")
    voice = metadata.get("voice_layer")
    return TEMPLATE.format(
        name=f"framing: {metadata['name']}",
        encoder=encoder,
        shape=f"{cut['layers']} of the layers of {encoder}, {cut['feed_forward']} units each"
        if cut
        else encoder,
        taught=_taught(metadata),
        went_on=WENT_ON.format(start=start) if start else RESUMED.format(**resumed) if resumed else "",
        evened=_evened(recipe),
        voiced=VOICED.format(**voice) if voice else "",
        trained=metadata["trained"],
        written=WRITTEN if {"contrast", "named"} & {part["corpus"] for part in metadata["data"]} else "",
        heard=HEARD.format(by=BY_LAYER if voice or recipe.get("voice_layer") else "")
        if metadata["voice_tags"]
        else "",
        deaf="" if metadata["voice_tags"] else DEAF,
        devices=", ".join(f"`{name}`" for name in metadata["devices"]) or "none was reliable enough",
        embedding=metadata["embedding"],
        device_choice=table(metadata["device_choice"]),
        data=table(rows),
        figures=table(metadata["held_out"]),
        signature=signature,
    )


def _taught(metadata: Mapping[str, Any]) -> str:
    """What a student learned; nothing of a model that had no teacher but itself."""
    recipe = metadata["recipe"]
    whole, after = metadata.get("teacher"), recipe.get("teacher")
    if not whole and not after:
        return ""
    others = any(part["corpus"] == "counterfactual" for part in metadata["data"])
    trained = f"the networks of `{after}`, which were trained on\nlabels, say"
    teacher = f"`{whole}` says, as it ships,\n" if whole else trained
    return TAUGHT.format(
        teacher=teacher, labels=_labels(recipe, "in the last stage, "), others=OTHERS if others else ""
    )


def _evened(recipe: Mapping[str, Any]) -> str:
    """What a stage that was taught by its base learned; nothing of a recipe without one."""
    stages = recipe.get("stages", [])
    return EVENED.format(labels=_labels(recipe)) if stages and stages[-1].get("taught_by") == BASE else ""


def _labels(recipe: Mapping[str, Any], when: str = "") -> str:
    share = recipe["stages"][-1].get("label_share")
    return f" ({when}where a text has a label, {100 * share:.0f} % of the target is that)" if share else ""

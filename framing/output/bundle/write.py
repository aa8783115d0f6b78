"""Writes a research bundle: a folder that another researcher can read, check and compute with."""

from __future__ import annotations

import io
import os
import re
from importlib.resources import files as package_files
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from framing.errors import InputError
from framing.model.artefact import LAYOUT, file_sha256
from framing.output.bundle.datapackage import NAME, datapackage
from framing.output.bundle.fields import Field, dictionary, label_fields, profile_fields, score_fields
from framing.output.bundle.labels import LABELS, TABLE, copy_labels, label_table
from framing.output.bundle.methods import methods
from framing.output.bundle.references import References
from framing.output.bundle.scores import CSV, PARQUET, Census, copy_scores, schema_of
from framing.output.bundle.scripts import REPRODUCE, scripts
from framing.output.bundle.stata import MOST_ROWS, STATA, write_stata
from framing.output.bundle.study import Study
from framing.output.bundle.templates import render
from framing.output.whole_folder import WholeFolder
from framing.profiles.questions import OWN, QUOTES

PICTURE = "profile.svg"
_WORDS = ("text", "title")
_WHAT = {
    PARQUET: "the scores, one row a sentence",
    CSV: "the same; lists as JSON, embeddings left out",
    STATA: "the same for Stata, with labels; lists and embeddings left out",
    "profile.csv": "each group's rate with its interval",
    "profile.json": "the same",
    "profile.txt": "the same, to read",
    PICTURE: "the same, drawn",
    TABLE: "hand labels of the sample with their weights",
    LABELS: "the hand labels as they were given, and the sample's design",
    "METHODS.md": "a methods section with its numbers and references",
    "references.bib": "the references as BibTeX",
    "SIGNATURE.txt": "what the scores and the rates depend on",
    "DATA_DICTIONARY.md": "what every column means",
    "CODEBOOK.md": "what the labels mean",
    "MODEL_CARD.md": "what the model is, and how it was measured",
    "regression.R": "the score on the groups, errors clustered by article",
    "regression.py": "the same in Python",
    "regression.do": "the same in Stata",
    "reproduce.sh": "checks the files and makes the profile anew",
}  # fmt: skip


def write_bundle(path: str | os.PathLike[str], study: Study) -> list[str]:
    """Write the bundle to the new or empty folder `path`; returns what was left out and why.

    Raises `InputError` for scores that cannot be read, `OutputError` for a folder that cannot be made; then
    nothing is left behind.
    """
    with WholeFolder(path) as folder:
        return _Bundle(folder, Path(path).resolve().name, study).write()


class _Bundle:
    """One bundle being written; `tables` grows with every CSV file."""

    def __init__(self, folder: Path, title: str, study: Study) -> None:
        self.folder, self.title, self.study = folder, title, study
        self.tables: dict[str, list[Field]] = {}
        self.left_out: list[str] = []
        self.census = Census()

    def write(self) -> list[str]:
        """Every file, those that describe the others last."""
        self._scores()
        self._profile()
        self._labels()
        self._texts()
        self._scripts()
        self._describe()
        return self.left_out

    def _scores(self) -> None:
        study = self.study
        without = () if study.text else {*_WORDS, study.names.text}
        schema = schema_of(study.scores, tuple(without))
        fields = score_fields(schema)
        keys = [*(k for k in study.names.by if k in schema.names), study.names.article]
        missing = [name for name in (study.names.article, study.names.id) if name not in schema.names]
        if missing:
            rule = f"scores need the column{'s' * (len(missing) > 1)} {', '.join(map(repr, missing))}"
            raise InputError(str(study.scores), rule, ", ".join(schema.names))
        copy_scores(study.scores, self.folder, schema, fields, self.census, keys, study.text)
        embedded = {f.name for f in schema if pa.types.is_fixed_size_list(f.type)}
        self.tables[CSV] = [field for field in fields if field["name"] not in embedded]
        if self.census.rows > MOST_ROWS:
            self.left_out.append(
                f"{STATA}: {self.census.rows:,} rows are more than the {MOST_ROWS:,} that fit"
            )
        elif find_spec("pandas") is None:
            self.left_out.append(f"{STATA}: it needs pip install 'framing[stata]'")
        else:
            write_stata(self.folder / PARQUET, self.folder / STATA, fields, study.names.by)

    def _profile(self) -> None:
        from framing.output.charts import of_profiles, of_report, profile_picture, write_picture
        from framing.output.corrected_table import as_csv, as_json, print_report
        from framing.output.profile_table import NOTE, print_profiles
        from framing.output.profile_table import as_csv as raw_csv
        from framing.output.profile_table import as_json as raw_json
        from framing.profiles.counts import SEPARATOR

        study, shown = self.study, io.StringIO()
        if study.labelling:
            report = study.labelling.report
            table, whole = as_csv(report), as_json(report)
            rates, note = of_report(report), report.note
            print_report(report, shown)
        else:
            group = SEPARATOR.join(study.names.by)
            table = raw_csv(study.profiles, study.signature, group)
            whole = raw_json(study.profiles, study.signature, group)
            print_profiles(study.profiles, study.signature, shown, group)
            rates, note = of_profiles(study.profiles), NOTE
        for name, text in (
            ("profile.csv", table),
            ("profile.json", whole),
            ("profile.txt", shown.getvalue()),
        ):
            self._put(name, text)
        picture = profile_picture(rates, study.signature, note, " and ".join(study.names.by))
        write_picture(self.folder / PICTURE, picture)
        head = table.partition("\n")[0].split(",")
        self.tables["profile.csv"] = profile_fields(head, study.names.by, study.labelling is not None)

    def _labels(self) -> None:
        if self.study.labelling:
            copy_labels(self.study.labelling, self.folder, self.study.text)
            self._put(TABLE, label_table(self.study.labelling))
            self.tables[TABLE] = label_fields()

    def _texts(self) -> None:
        study, references = self.study, References()
        self._put("METHODS.md", methods(study, self.census, references))
        self._put("references.bib", references.bibtex(_ourselves(study)))
        self._put("SIGNATURE.txt", "".join(f"{line}\n" for line in (*study.signatures, study.signature)))
        self._put("DATA_DICTIONARY.md", dictionary(self.tables))
        if study.artefact:
            self._put("MODEL_CARD.md", (study.artefact.folder / LAYOUT.card).read_text("utf-8"))
        else:
            self.left_out.append(
                f"MODEL_CARD.md: the model {study.settings.get('model', '(unsigned)')} is not here; --model names its folder"
            )
        codebook = package_files("framing.output").joinpath("templates/bundle/CODEBOOK.md").read_text("utf-8")
        wanted = study.settings.get("codebook")
        if codebook.startswith(f"# Codebook, version {wanted}\n"):
            self._put("CODEBOOK.md", codebook)
        else:
            self.left_out.append(
                f"CODEBOOK.md: the scores follow version {wanted}, which is not the one here"
            )

    def _scripts(self) -> None:
        columns = pq.read_schema(self.folder / PARQUET).names
        for name, text in scripts(self.study, columns, (self.folder / STATA).exists()).items():
            self._put(name, text)
        (self.folder / REPRODUCE).chmod(0o755)

    def _describe(self) -> None:
        """README, package and checksums: each describes what was there before it."""
        study = self.study
        there = [(name, what) for name, what in _WHAT.items() if (self.folder / name).exists()]
        more = [(NAME, "all files and columns, for programs"), ("SHA256SUMS", "checksums")]
        values = {
            "title": self.title,
            "version": study.settings.get("framing", "(unknown)"),
            "census": self.census,
            "group": " and ".join(study.names.by),
            "names": study.names,
            "labelling": study.labelling,
            "among": _among(study),
            "text": study.text,
            "stata": (self.folder / STATA).exists(),
            "files": there + more,
            "left_out": self.left_out,
        }
        self._put("README.md", render("README.md", **values))
        ids = pq.read_table(self.folder / PARQUET, columns=[study.names.id]).column(0)
        unique = ids.null_count == 0 and pc.count_distinct(ids).as_py() == len(ids)
        files = self._files()
        self._put(NAME, datapackage(self.folder, study, self.title, self.tables, files, _WHAT, unique))
        sums = "".join(f"{file_sha256(self.folder / name)}  {name}\n" for name in self._files())
        self._put("SHA256SUMS", sums)

    def _files(self) -> list[str]:
        return sorted(p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*") if p.is_file())

    def _put(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")


def _among(study: Study) -> str:
    """The sentences of the regressions, one of them."""
    among = study.labelling.report.corrections[0].question.among if study.labelling else OWN
    return {OWN: "own-voice sentence", QUOTES: "sentence that quotes"}[among]


def _ourselves(study: Study) -> str:
    """The program itself, with what the figures depend on."""
    signature = re.sub(r"([{}_%#&$])", r"\\\1", study.signature.replace("|", " "))
    return (
        "@software{framing,\n  author = {{The framing authors}},\n"
        "  title = {framing: an annotator of editorial framing in news},\n"
        f"  version = {{{study.settings.get('framing', '')}}},\n  note = {{Signature: {signature}}},\n}}\n"
    )

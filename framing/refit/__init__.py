"""Heads refitted on labels of one's own, from the artefact's inner state: no torch, seconds."""

from framing.refit.classifier import FramingClassifier
from framing.refit.features import HeadReader
from framing.refit.folder import save_model, write_metadata, write_model
from framing.refit.head import Head, refit
from framing.refit.labelled import Labelled, labelled

__all__ = [
    "FramingClassifier",
    "Head",
    "HeadReader",
    "Labelled",
    "labelled",
    "refit",
    "save_model",
    "write_metadata",
    "write_model",
]

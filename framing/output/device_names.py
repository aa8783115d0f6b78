"""Devices in words that a reader who has not seen the codebook understands."""

from __future__ import annotations

# Name on screen, and what the outlet's own words do; short for `annotations/CODEBOOK.md`.
_WORDS = {
    "loaded_wording": ("loaded wording", "a word that judges where a plain one would do"),
    "labelling": ("labelling", "a loaded name for a person or a group"),
    "loaded_attribution": ("loaded attribution", "a verb of saying that vouches or doubts"),
    "presupposition": ("presupposition", "something disputed, taken for granted in passing"),
    "speculation_motive": ("speculation", "the outlet’s guess at motives, links or what will come"),
    "opinion_exhortation": ("verdict or appeal", "the outlet judges, or says what should be done"),
    "sensational_ironic": ("drama or irony", "heightened scenes, mockery, sarcasm"),
    "vague_source": ("vague source", "a judgement laid at the door of people nobody can find"),
    "tangential_context": ("side fact", "a fact beside the event that throws a light on somebody"),
}


def device_name(device: str) -> str:
    """The device's name on screen; one that the codebook does not have keeps its own."""
    return _WORDS[device][0] if device in _WORDS else device.replace("_", " ")


def device_meaning(device: str) -> str:
    """What the device is, in a line; empty if the codebook does not have it."""
    return _WORDS[device][1] if device in _WORDS else ""

"""A tiny encoder made on the spot, so that training is tested whole without downloads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from framing.model.artefact import DEFAULT, LAYOUT

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

pytest.importorskip("torch", reason="needs the train extra")

WORDS = [
    "the",
    "a",
    "of",
    "to",
    "and",
    "in",
    "said",
    "minister",
    "report",
    "vote",
    "council",
    "tax",
    "budget",
    "tuesday",
    "shameful",
    "craven",
    "reckless",
    "betrayal",
    "disgrace",
    "plan",
    "school",
    "bridge",
    "published",
    "approved",
    "delayed",
    "members",
]


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that transformers loads: two layers, 32 wide, a word-level vocabulary."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("encoder")
    vocabulary = {
        word: i for i, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", *WORDS])
    }
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    _save_encoder(
        folder,
        PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]"),
        len(vocabulary),
    )
    return folder


@pytest.fixture(scope="session")
def reading_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the tokens of the shipped model: what that teaches, token by token, it can learn."""
    from transformers import PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("reading")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(DEFAULT / LAYOUT.tokenizer), pad_token="[PAD]", unk_token="[UNK]"
    )
    _save_encoder(folder, tokenizer, len(tokenizer))
    return folder


def _save_encoder(folder: Path, tokenizer: PreTrainedTokenizerFast, size: int) -> None:
    import torch
    from transformers import BertConfig, BertModel

    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=size,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(folder)

"""config.json and tokenizer_config.json: what transformers asks of a folder beside the weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from framing.model import Artefact
from framing.model.artefact import LAYOUT
from framing.model.runtime import PADDING_ID
from framing.model.weights import BertShape

_SPECIAL = {"unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}


def bert_config(artefact: Artefact, weights: Mapping[str, NDArray[Any]], shape: BertShape) -> dict[str, Any]:
    """The artefact's own encoder and questions; `weights` by their names in the network."""
    layers = {name.split(".")[3] for name in weights if name.startswith("encoder.encoder.layer.")}
    words = weights["encoder.embeddings.word_embeddings.weight"]
    names = (*artefact.heads, *artefact.devices)
    return {
        "architectures": ["BertForSequenceClassification"],
        "model_type": "bert",
        "problem_type": "multi_label_classification",
        "id2label": {str(column): name for column, name in enumerate(names)},
        "label2id": {name: column for column, name in enumerate(names)},
        "vocab_size": words.shape[0],
        "hidden_size": words.shape[1],
        "num_hidden_layers": len(layers),
        "num_attention_heads": shape.attention_heads,
        "intermediate_size": len(weights["encoder.encoder.layer.0.intermediate.dense.bias"]),
        "hidden_act": "gelu",
        "layer_norm_eps": shape.norm_epsilon,
        "max_position_embeddings": len(weights["encoder.embeddings.position_embeddings.weight"]),
        "type_vocab_size": len(weights["encoder.embeddings.token_type_embeddings.weight"]),
        "pad_token_id": PADDING_ID,
        "dtype": "float32",
    }


def tokenizer_config(artefact: Artefact) -> dict[str, Any]:
    """Any fast tokenizer, which takes tokenizer.json as it is, and the tokens with a task of their own."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(artefact.folder / LAYOUT.tokenizer))
    special = {task: token for task, token in _SPECIAL.items() if tokenizer.token_to_id(token) is not None}
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": artefact.max_tokens,
        "model_input_names": ["input_ids", "attention_mask"],
        "pad_token": tokenizer.id_to_token(PADDING_ID),
        **special,
    }

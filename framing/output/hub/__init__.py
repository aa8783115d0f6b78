"""Model folders in the Hub's form: what transformers and ONNX Runtime load without this program."""

from framing.output.hub.write import FORMATS, write_hub_folder

__all__ = ["FORMATS", "write_hub_folder"]

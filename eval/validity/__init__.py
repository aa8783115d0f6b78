"""Whether a retrained model is better than the one it was made from, and what it cost elsewhere."""

from eval.validity.report import Validity, write_report

__all__ = ["Validity", "write_report"]

"""The live evaluator: an inspection in progress, facts arriving one by one, judged by durable-rules (the extra ``live``)."""

from .change import Change
from .session import LiveInspection

__all__ = ["Change", "LiveInspection"]

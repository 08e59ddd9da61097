"""The example agency: three invented clients, 60 weeks of exports in the platforms' own formats, and the truth about every figure.

Seeded: two runs write the same bytes. It shares no code with the pipeline, so that each can be held against the other.
"""

from samples.exports import write_samples
from samples.templates import write_templates
from samples.truth import left_hanging, truth

__all__ = ["left_hanging", "truth", "write_samples", "write_templates"]

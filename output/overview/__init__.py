"""What a corpus holds, at a glance: for the terminal (`prongsai stats`) and as one page (`prongsai report`)."""

from output.overview.figures import Overview, overview

__all__ = ["Overview", "overview"]

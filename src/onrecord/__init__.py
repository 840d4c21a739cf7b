"""onrecord keeps the public record: who is reported to have said what, on whose word, pinned to the characters."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("onrecord")
except PackageNotFoundError:  # run from a source tree that is not installed
    __version__ = "0.0.0"

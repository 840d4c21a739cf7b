"""onrecord keeps the public record: who is reported to have said what, on whose word, pinned to the characters."""


def __getattr__(name: str) -> str:
    # asked for only where a reading is signed: looking it up takes half as long as all of `onrecord --help`
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("onrecord")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0.0.0"

"""What the program makes of the example world's events, beside those coded by hand: floors just below what it reaches."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from benchmarks import events
from onrecord.contract import to_contract
from onrecord.link import in_article
from onrecord.understand import load as load_reader
from tests.examples.test_world import EXAMPLES, read, truth

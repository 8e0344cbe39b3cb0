#!/usr/bin/env python3
"""EventBridge's pattern matching, moto's.

    echo '[[PATTERN, EVENT], ...]' | python3 event_matcher.py

Prints a list: whether each event matches its pattern. Patterns are JSON texts, as rules have them.
"""

import json
import sys

from moto.events.models import EventPattern

json.dump([EventPattern.load(pattern).matches_event(event) for pattern, event in json.load(sys.stdin)],
          sys.stdout)

#!/usr/bin/env python3
"""EventBridge's pattern matching, as moto and as LocalStack have it.

    echo '[[PATTERN, EVENT], ...]' | python3 event_matcher.py

Prints {"moto": [...], "localstack": [...]}: whether each event matches its pattern. Patterns are JSON
texts, as rules have them.
"""

import json
import sys

from localstack.services.events.event_rule_engine import EventPatternCompiler, EventRuleEngine
from moto.events.models import EventPattern


def by_moto(pattern, event):
    return EventPattern.load(pattern).matches_event(event)


def by_localstack(pattern, event):
    compiled = EventPatternCompiler().compile_event_pattern(pattern)
    return EventRuleEngine().evaluate_pattern_on_event(compiled, event) and has_what_differs(json.loads(pattern), event)


def has_what_differs(pattern, event):
    """Whether the event has every member that must differ from something. For EventBridge what is not there differs
    from nothing; this version of LocalStack takes it for a match (https://github.com/localstack/localstack/pull/13268)."""
    if isinstance(pattern, dict):
        return all(has_what_differs(inside, event.get(name) if isinstance(event, dict) else None)
                   for name, inside in pattern.items())
    differs = [isinstance(one, dict) and "anything-but" in one for one in pattern]
    return event is not None or not all(differs)


if __name__ == "__main__":
    pairs = json.load(sys.stdin)
    json.dump({"moto": [by_moto(*pair) for pair in pairs],
               "localstack": [by_localstack(*pair) for pair in pairs]}, sys.stdout)

#!/usr/bin/env python3
"""EventBridge's pattern matching, as moto and as LocalStack have it.

    echo '[[PATTERN, EVENT], ...]' | python3 event_matcher.py

Prints {"moto": [...], "localstack": [...]}: whether each event matches its pattern. Patterns are JSON
texts, as rules have them.
"""

import itertools
import json
import sys

from localstack.services.events.event_rule_engine import EventPatternCompiler, EventRuleEngine
from moto.events.models import EventPattern


def by_moto(pattern, event):
    return any(EventPattern.load(pattern).matches_event(one) for one in single_objects(event))


def single_objects(value):
    """The value with each list of objects replaced by one of them, in every way. EventBridge looks for a match among the
    objects of a list (https://github.com/aws/event-ruler, "array consistency"); moto does not look into them."""
    if isinstance(value, dict):
        for members in itertools.product(*(single_objects(inside) for inside in value.values())):
            yield dict(zip(value, members))
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        for one in value:
            yield from single_objects(one)
    else:
        yield value


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

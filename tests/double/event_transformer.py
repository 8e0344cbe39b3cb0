#!/usr/bin/env python3
"""EventBridge's input transformers, as LocalStack has them.

    echo '[[{"InputPathsMap": ..., "InputTemplate": ...}, EVENT], ...]' | python3 event_transformer.py

Prints a list: what a target gets of each event, as a document where the template is one.
"""

import functools
import json
import sys

import jsonpath_rw
from localstack.services.events.target import get_template_replacements, replace_template_placeholders


# Reading a path takes a hundred times as long as following it.
jsonpath_rw.parse = functools.cache(jsonpath_rw.parse)


def transformed(transformer, event):
    template = transformer["InputTemplate"]
    # It cannot put a number into a text.
    replacements = {name: str(value) if isinstance(value, int) else value
                    for name, value in get_template_replacements(transformer, event).items()}
    replacements["aws.events.event.json"] = event
    return replace_template_placeholders(template, replacements, template.strip().startswith("{"))


if __name__ == "__main__":
    json.dump([transformed(*pair) for pair in json.load(sys.stdin)], sys.stdout)

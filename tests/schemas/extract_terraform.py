#!/usr/bin/env python3
"""Cuts the schemas of the resources this project writes out of the whole.

    terraform providers schema -json | python3 extract_terraform.py > terraform-aws-5.100.0.json
"""

import json
import re
import sys

PROVIDER = "registry.terraform.io/hashicorp/aws"
WANTED = re.compile(
    r"aws_(backup_.*|organizations_.*|cloudwatch_event_.*|cloudwatch_metric_alarm|kms_(key|alias|key_policy)"
    r"|iam_(role|roles|service_linked_role|policy|role_policy|role_policy_attachment|policy_attachment|policy_document)"
    r"|sns_topic.*|sqs_.*|pipes_pipe|cloudwatch_log_(group|resource_policy)|cloudformation_stack(_set.*)?)")

whole = json.load(sys.stdin)
schemas = whole["provider_schemas"][PROVIDER]
schemas["provider"]["block"]["block_types"].pop("endpoints")
cut = {kind: {name: schema for name, schema in schemas[kind].items() if WANTED.fullmatch(name)}
       for kind in ("resource_schemas", "data_source_schemas")}
json.dump({"format_version": whole["format_version"],
           "provider_schemas": {PROVIDER: {"provider": schemas["provider"], **cut}}},
          sys.stdout, indent=1, sort_keys=True)
print()

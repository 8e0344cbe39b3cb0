#!/usr/bin/env python3
"""The stacks that accounts hold, and what became of their templates.

    echo '[["1...", "eu-west-1"], ...]' | python3 stacks.py URL

Prints {"stacks": [{"account", "region", "name", "status", "types"}, ...], "missing": [...],
"known_to_moto": [...]}; a resource that moto leaves out without a word is missing.
"""

import json
import sys

import boto3
from cfnlint.decode import decode_str

import calls
import cloudformation_types


def stacks(url, account, region):
    client = boto3.client(
        "cloudformation", endpoint_url=url, region_name=region, aws_access_key_id=account,
        aws_secret_access_key="double", config=calls.PATIENT)
    for page in client.get_paginator("describe_stacks").paginate():
        for stack in page["Stacks"]:
            name = stack["StackName"]
            resources = client.get_paginator("list_stack_resources").paginate(StackName=name)
            # What a condition leaves out, moto lists without a type.
            made = {one["LogicalResourceId"]: one["ResourceType"]
                    for page in resources for one in page["StackResourceSummaries"]
                    if one["ResourceType"]}
            body = client.get_template(StackName=name)["TemplateBody"]
            template, _ = decode_str(body if isinstance(body, str) else json.dumps(body))
            missing = [f"{account} {region} {name}: {logical} ({one['Type']})"
                       for logical, one in template["Resources"].items()
                       if logical not in made and "Condition" not in one]
            yield {"account": account, "region": region, "name": name,
                   "status": stack["StackStatus"], "types": list(made.values())}, missing


def main():
    url, places = sys.argv[1], json.load(sys.stdin)
    found = [one for place in places for one in stacks(url, *place)]
    json.dump({"stacks": [stack for stack, _ in found],
               "missing": [line for _, missing in found for line in missing],
               "known_to_moto": sorted(cloudformation_types.known_to_moto())}, sys.stdout)


if __name__ == "__main__":
    main()

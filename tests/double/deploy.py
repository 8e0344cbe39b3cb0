#!/usr/bin/env python3
"""Deploys CloudFormation templates to the double, in order.

    echo '[{"stack": "one", "template": "one.yaml", "account": "1...", "region": "eu-west-1"}]' \\
        | python3 deploy.py URL

Prints {"problems": [...], "types": {type: number of resources made}, "known_to_moto": [...]}; a
resource that moto leaves out without a word is a problem.
"""

import collections
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from cfnlint.decode import decode

import cloudformation_types


def deploy(url, stack):
    """What went wrong, and the types of the resources that were made."""
    client = boto3.client(
        "cloudformation", endpoint_url=url, region_name=stack["region"],
        aws_access_key_id=stack["account"], aws_secret_access_key="double",
        config=Config(retries={"total_max_attempts": 1}, read_timeout=300))
    name = f"{stack['stack']} ({stack['account']} {stack['region']})"
    with open(stack["template"]) as file:
        body = file.read()
    try:
        client.create_stack(StackName=stack["stack"], TemplateBody=body,
                            Capabilities=["CAPABILITY_NAMED_IAM"])
    except ClientError as error:
        return [f"{name}: {error.response['Error']['Message']}"], []
    status = client.describe_stacks(StackName=stack["stack"])["Stacks"][0]["StackStatus"]
    pages = client.get_paginator("list_stack_resources").paginate(StackName=stack["stack"])
    made = {one["LogicalResourceId"]: one["ResourceType"]
            for page in pages for one in page["StackResourceSummaries"]}
    problems = [] if status == "CREATE_COMPLETE" else [f"{name}: {status}"]
    template, _ = decode(stack["template"])
    for logical, resource in template["Resources"].items():
        if logical not in made:
            problems.append(f"{name}: {logical} ({resource['Type']}) was not made")
    return problems, list(made.values())


def main():
    url, stacks = sys.argv[1], json.load(sys.stdin)
    problems, types = [], collections.Counter()
    for stack in stacks:
        found, made = deploy(url, stack)
        problems += found
        types.update(made)
    json.dump({"problems": problems, "types": types,
               "known_to_moto": sorted(cloudformation_types.known_to_moto())}, sys.stdout)


if __name__ == "__main__":
    main()

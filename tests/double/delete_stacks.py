#!/usr/bin/env python3
"""Tries to delete stacks.

    echo '[{"account": "1...", "region": "eu-west-1", "name": "one"}, ...]' | python3 delete_stacks.py URL

Prints what AWS says to each: an empty text when it deletes the stack.
"""

import json
import sys

import boto3
from botocore.exceptions import ClientError

import calls


def delete(url, stack):
    client = boto3.client(
        "cloudformation", endpoint_url=url, region_name=stack["region"],
        aws_access_key_id=stack["account"], aws_secret_access_key="double",
        config=calls.PATIENT)
    try:
        client.delete_stack(StackName=stack["name"])
        return ""
    except ClientError as error:
        return str(error)


def main():
    json.dump([delete(sys.argv[1], stack) for stack in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()

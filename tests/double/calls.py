"""Calls of the AWS API that the double makes to itself, as an account in a region, and how all calls
to it are made."""

import functools

import boto3
from botocore import xform_name
from botocore.config import Config

# Each call is made once and may take as long as it does: a busy machine is no fault.
PATIENT = Config(retries={"total_max_attempts": 1}, connect_timeout=None, read_timeout=None)


@functools.lru_cache(maxsize=None)
def _client(port, account, region, service):
    return boto3.client(service, endpoint_url=f"http://127.0.0.1:{port}", region_name=region,
                        aws_access_key_id=account, aws_secret_access_key="double",
                        config=PATIENT)


def call(port, account, region, service, operation, **parameters):
    given = {name: value for name, value in parameters.items() if value is not None}
    return getattr(_client(port, account, region, service), xform_name(operation))(**given)

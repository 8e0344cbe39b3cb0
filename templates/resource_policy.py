# Follows switches.py where a template writes the organization's resource policy: that policy is
# one, and whoever writes it replaces all it held.
OTHER_PROPERTIES.add("ResourcePolicy")


def listed(value):
    return value if isinstance(value, list) else [value]


def plain(value):
    """The same for all that IAM takes for the same: one value or a list of it, in any order."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return sorted(str(v).lower() if isinstance(v, bool) else str(v) for v in listed(value))


def statements(text):
    return listed(json.loads(text)["Statement"])


def keep_statements(wanted, before):
    """Fail before the policy is written, when statements of others would be lost with it."""
    try:
        found = call(ORG, "describe_resource_policy")["ResourcePolicy"]["Content"]
    except ClientError as error:
        if "ResourcePolicyNotFound" in error.response["Error"]["Code"]:
            return
        raise
    before = statements(before) if before else []
    kept = [plain(s) for s in statements(wanted) + before]
    ours = {s.get("Sid") for s in before} - {None}  # Written here, as AWS spells them.
    lost = [s for s in statements(found) if not s.get("Sid", "").startswith("Offsite")
            and s.get("Sid") not in ours and plain(s) not in kept]
    if lost:
        raise ValueError("organization.resource_policy of the spec lacks " + json.dumps(lost))


switch_on = add


def add(event, record, log):
    wanted = event["ResourceProperties"].get("ResourcePolicy")
    if wanted:
        keep_statements(wanted, event.get("OldResourceProperties", {}).get("ResourcePolicy"))
    switch_on(event, record, log)

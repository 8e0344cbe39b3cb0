//! The script with an `aws` that notes its calls and answers what a test lays out.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use offsite::spec::model::Spec;
use offsite::spec::yaml;
use offsite::stages::{self, Engine};

/// Writes each call down, its words apart, with the account of its credentials, and answers from
/// what the test lays out: a file for each stack, with one answer a line, the last of which stays. An
/// answer that begins with `!` is an error.
const AWS: &str = r#"#!/usr/bin/env bash
here=$(dirname "$0")
account=${AWS_SESSION_TOKEN:-$CALLER}
{ printf '%s' "$account"; printf '|%s' "$@"; echo; } >>"$here/calls"
stack=
for word; do
  if [[ $before == --stack-name || $before == --stack-set-name ]]; then stack=$word; fi
  if [[ $before == --role-arn ]]; then role=$word; fi
  before=$word
done
answer() {
  local line
  line=$(head -n 1 "$here/$1")
  if [[ $(wc -l <"$here/$1") -gt 1 ]]; then sed -i 1d "$here/$1"; fi
  if [[ $line == !* ]]; then
    echo "${line#!}" >&2
    exit 254
  fi
  echo "$line"
}
case "$1 $2" in
  "sts get-caller-identity") echo "$CALLER" ;;
  "sts assume-role")
    [[ ! -e $here/roles ]] || answer roles >/dev/null
    echo "key secret $(cut -d: -f5 <<<"$role")"
    ;;
  "organizations list-roots") echo r-ab12 ;;
  "organizations describe-resource-policy")
    if [[ -e $here/policy ]]; then
      printf 'rp-examplepolicy\t%s\n' "$(cat "$here/policy")"
    else
      echo "An error occurred (ResourcePolicyNotFoundException): there is none" >&2
      exit 254
    fi
    ;;
  "cloudformation list-stack-resources" | "cloudformation get-template")
    if [[ -e $here/$2.$stack ]]; then cat "$here/$2.$stack"; fi
    ;;
  "cloudformation create-change-set")
    if [[ -e $here/import ]]; then answer import; fi
    for word; do
      if [[ $word == file://* ]]; then cp "${word#file://}" "$here/imported"; fi
    done
    ;;
  "cloudformation describe-change-set")
    if [[ -e $here/change ]]; then answer change; else printf 'CREATE_COMPLETE\tNone\n'; fi
    ;;
  "cloudformation execute-change-set")
    printf '%s\n' REVIEW_IN_PROGRESS IMPORT_IN_PROGRESS IMPORT_COMPLETE UPDATE_COMPLETE >"$here/status.$stack"
    ;;
  "s3 cp") [[ ! -e $here/upload ]] || answer upload ;;
  "cloudformation describe-stacks")
    if [[ -s $here/status.$stack ]]; then
      answer "status.$stack"
    else
      echo "An error occurred (ValidationError): Stack with id $stack does not exist" >&2
      exit 254
    fi
    ;;
  "cloudformation create-stack" | "cloudformation update-stack" | "cloudformation delete-stack")
    if [[ -e $here/${2%-stack}.$stack ]]; then answer "${2%-stack}.$stack"; fi
    # What the test does not lay out goes well.
    if [[ ! -e $here/status.$stack ]]; then echo "${2%-stack}" | sed 's/.*/\U&_COMPLETE/' >"$here/status.$stack"; fi
    ;;
  "cloudformation describe-stack-events") echo "Vault the name is taken" ;;
  "cloudformation list-stack-instances") cat "$here/instances.$stack" 2>/dev/null ;;
esac
"#;

const SLEEP: &str = "#!/usr/bin/env bash\necho \"slept|$1\" >>\"$(dirname \"$0\")/calls\"\n";

pub(crate) const SPEC: &str = r#"
offsite: 1
name: told
organization: { id: o-a1b2c3d4e5, management: "111111111111", resource_policy: [] }
accounts: { vault: "222222222222", orders: "333333333333" }
central: { account: vault, region: eu-central-1 }
sources: { accounts: [orders], regions: [eu-west-1] }
plans:
  daily:
    resource_types: [S3]
    schedule: "daily 03:00"
    keep: 14d
    copy_to: { central: { keep: 90d } }
"#;

/// Where no role takes tags, and no stack set, a tag may be anything.
pub(crate) const TAGS: &str = r#"
tags: { owner: "it's $(touch gone) `touch gone` \"$HOME\" \\ *", "a=b": "c,d=e" }
cloudformation: { delivery: stacks }
"#;

pub(crate) struct Run {
    directory: tempfile::TempDir,
}

impl Run {
    pub(crate) fn new() -> Self {
        Self::of(SPEC)
    }

    pub(crate) fn of(spec: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in [("aws", AWS), ("sleep", SLEEP)] {
            let program = directory.path().join(name);
            fs::write(&program, text).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let (spec, _) = yaml::read::<Spec>(spec.as_bytes()).unwrap();
        let rendering = stages::render_for(&spec, &[Engine::CloudFormation]).unwrap();
        let tree = rendering.tree.unwrap();
        tree.write(&directory.path().join("tree")).unwrap();
        Self { directory }
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn script(&self, caller: &str, waves: &[&str]) -> Output {
        let path = format!("{}:{}", self.path().display(), env!("PATH"));
        Command::new("bash")
            .arg(self.path().join("tree/cloudformation/deploy.sh"))
            .args(waves)
            .current_dir(self.path())
            .env("PATH", path)
            .env("CALLER", caller)
            .env_remove("AWS_SESSION_TOKEN")
            .output()
            .unwrap()
    }

    /// The calls so far: the account of the credentials, and the words.
    pub(crate) fn calls(&self) -> Vec<Vec<String>> {
        let text = fs::read_to_string(self.path().join("calls")).unwrap_or_default();
        text.lines()
            .map(|line| line.split('|').map(str::to_owned).collect())
            .collect()
    }

    /// Account, operation and stack of each call that names a stack.
    pub(crate) fn stacks(&self) -> Vec<String> {
        let about_stacks = self.calls().into_iter().filter_map(|words| {
            let name = words.iter().position(|word| word == "--stack-name")?;
            Some(format!("{} {} {}", words[0], words[2], words[name + 1]))
        });
        about_stacks.collect()
    }

    /// The operations on one stack, in turn.
    pub(crate) fn operations(&self, stack: &str) -> Vec<String> {
        let calls = self.stacks().into_iter();
        let of_stack = calls.filter_map(|call| {
            let words: Vec<&str> = call.split(' ').collect();
            (words[2] == stack).then(|| words[1].to_owned())
        });
        of_stack
            .filter(|one| one != "describe-stack-events")
            .collect()
    }

    /// How many calls there were of an operation.
    pub(crate) fn named(&self, operation: &str) -> usize {
        let calls = self.calls();
        calls
            .iter()
            .filter(|words| words.get(2).is_some_and(|one| one == operation))
            .count()
    }

    /// How often the script waited.
    pub(crate) fn slept(&self) -> usize {
        self.calls()
            .iter()
            .filter(|words| words[0] == "slept")
            .count()
    }

    pub(crate) fn lay_out(&self, file: &str, text: &str) {
        fs::write(self.path().join(file), text).unwrap();
    }
}

pub(crate) fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The stacks that the stack sets of the spec are to have made.
pub(crate) fn with_instances(run: &Run) {
    for set in ["told-source-account", "told-source-region"] {
        run.lay_out(
            &format!("instances.{set}"),
            "333333333333\teu-west-1\tCURRENT\tNone\n",
        );
    }
}

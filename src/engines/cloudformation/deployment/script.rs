//! The script that deploys the templates, wave by wave, with the AWS CLI alone.

use serde::Serialize;

use super::bucket;
use crate::blueprint::Wave;
use crate::engines::cloudformation::stack_name::stack_name;
use crate::engines::cloudformation::stack_sets::{self, ROOT, StackSetFile};
use crate::engines::cloudformation::templates::TemplateFile;
use crate::engines::header::header;
use crate::engines::prose::filled;
use crate::facts::Region;
use crate::facts::limits::TEMPLATE_INLINE_BYTES as INLINE_BYTES;
use crate::spec::ids::AccountId;
use crate::spec::model::Format;
use crate::topology::{Account, Topology};

const TEMPLATE: &str = include_str!("../../../../templates/deploy.sh.tera");

/// The script's text.
///
/// # Errors
///
/// When the template asks for something that the data does not have.
pub(in crate::engines::cloudformation) fn script(
    topology: &Topology,
    templates: &[TemplateFile],
    sets: &[StackSetFile],
) -> Result<String, tera::Error> {
    filled(TEMPLATE, &Data::of(topology, templates, sets))
}

/// What the template is given; every text in it is quoted for the shell.
#[derive(Serialize)]
struct Data {
    header: String,
    name: String,
    session: String,
    external_id: Option<String>,
    tags: Option<String>,
    waves: Vec<WaveData>,
    /// Account and role of the management account.
    management: String,
    management_has_role: bool,
    asks_root: bool,
    has_sets: bool,
    /// Whether a stack has what is imported where it is there already.
    adopts: bool,
    /// How the AWS CLI gives a template back as it was written.
    template_output: &'static str,
}

#[derive(Serialize)]
struct WaveData {
    number: u8,
    asks_root: bool,
    uploads: Vec<String>,
    /// Calls of the script's functions.
    lines: Vec<String>,
}

impl Data {
    fn of(topology: &Topology, templates: &[TemplateFile], sets: &[StackSetFile]) -> Self {
        let assume = &topology.terraform.assume_role;
        let waves = [
            Wave::Management,
            Wave::Central,
            Wave::Sources,
            Wave::Policies,
        ];
        let waves = waves.into_iter().map(|wave| {
            let sources = wave == Wave::Sources;
            let sets = if sources { sets } else { &[] };
            let templates = templates.iter().filter(|one| one.wave == wave);
            let templates: Vec<&TemplateFile> = templates.collect();
            let plain = templates.iter();
            let mut lines: Vec<String> = plain
                .flat_map(|template| plain_stacks(topology, template))
                .collect();
            lines.extend(sets.iter().flat_map(|set| set_stack(topology, set)));
            WaveData {
                number: wave.number(),
                asks_root: sets.iter().any(|set| set.asks_root),
                uploads: uploads(topology, &templates, sets),
                lines,
            }
        });
        let adopts = templates.iter().any(|template| template.adopts.is_some());
        let waves: Vec<WaveData> = waves.filter(|wave| !wave.lines.is_empty()).collect();
        let [account, role] = place(topology, &topology.organization.management);
        Self {
            header: header(topology),
            name: topology.name.to_string(),
            session: quoted(assume.session_name.as_deref().unwrap_or("offsite")),
            external_id: assume.external_id.as_deref().map(quoted),
            tags: tags(topology),
            management_has_role: !role.is_empty(),
            management: [account, role].map(|word| quoted(&word)).join(" "),
            has_sets: !sets.is_empty(),
            asks_root: sets.iter().any(|set| set.asks_root),
            adopts,
            template_output: match topology.cloudformation.format {
                Format::Yaml => "text",
                // The AWS CLI reads JSON, and as text would write it in a form of its own.
                Format::Json => "json",
            },
            waves,
        }
    }
}

/// The tags of a stack as JSON, for in the AWS CLI's own notation no value has a comma. The script sets
/// none where there are none: a stack keeps those that it has.
fn tags(topology: &Topology) -> Option<String> {
    let tags = topology.tags.iter();
    let tags: Vec<_> = tags
        .map(|(key, value)| serde_json::json!({ "Key": key, "Value": value }))
        .collect();
    (!tags.is_empty()).then(|| quoted(&serde_json::Value::from(tags).to_string()))
}

/// What CloudFormation fetches from the bucket, as words: the bucket's region, the file, its place.
fn uploads(topology: &Topology, templates: &[&TemplateFile], sets: &[StackSetFile]) -> Vec<String> {
    let Some(place) = &topology.cloudformation.bucket else {
        return Vec::new();
    };
    let shared = templates
        .iter()
        .filter(|one| one.text.len() > INLINE_BYTES || one.shared && !sets.is_empty());
    let shared = shared.map(|one| (one.file.as_str(), one.text.as_str()));
    let large = sets.iter().filter(|one| one.text.len() > INLINE_BYTES);
    let large = large.map(|one| (one.file.as_str(), one.text.as_str()));
    shared
        .chain(large)
        .map(|(file, text)| {
            let address = format!(
                "s3://{}/{}",
                place.bucket,
                bucket::key(topology, file, text)
            );
            [place.region.as_str(), file, &address]
                .map(quoted)
                .join(" ")
        })
        .collect()
}

/// The stacks of a template that no stack set makes.
fn plain_stacks(topology: &Topology, template: &TemplateFile) -> Vec<String> {
    let by_sets = template.shared && topology.cloudformation.stack_sets.is_some();
    let management = &topology.organization.management.id;
    let places = template
        .places
        .iter()
        .filter(|(account, _)| !by_sets || account.id == *management);
    places
        .map(|(account, region)| {
            let stack = stack_name(topology, &template.name);
            let mut words = words(topology, account, region, &stack);
            words.extend(source(topology, &template.file, &template.text));
            if let Some(capability) = template.capability {
                words.extend(["--capabilities".to_owned(), capability.to_owned()]);
            }
            let deploy = format!("deploy {}", words.join(" "));
            match &template.adopts {
                Some(id) => format!("adopts={} {deploy}", quoted(id)),
                None => deploy,
            }
        })
        .collect()
}

/// The stack with the stack sets of a group; then a look at what became of each.
fn set_stack(topology: &Topology, file: &StackSetFile) -> Vec<String> {
    let organization = &topology.organization;
    let Some(sets) = &topology.cloudformation.stack_sets else {
        return Vec::new();
    };
    let account = sets
        .administrator
        .as_ref()
        .unwrap_or(&organization.management);
    let home = &organization.home_region;
    let stack = stack_name(topology, &Wave::Sources.stack(&file.name));
    let mut stack = words(topology, account, home, &stack);
    stack.extend(source(topology, &file.file, &file.text));
    if file.asks_root {
        stack.push(format!(
            "--parameters ParameterKey={ROOT},ParameterValue=\"$root\""
        ));
    }
    let checks = file.sets.iter().map(|set| {
        let mut words = words(topology, account, home, &set.name);
        words.push(stack_sets::caller(sets).to_owned());
        let targets = set
            .targets
            .iter()
            .filter(|target| !target.accounts.is_empty());
        words.extend(targets.map(|target| {
            let regions: Vec<&str> = target.regions.iter().map(Region::as_str).collect();
            let accounts: Vec<&str> = target.accounts.iter().map(AccountId::as_str).collect();
            quoted(&format!("{}:{}", regions.join(" "), accounts.join(" ")))
        }));
        format!("check_set {}", words.join(" "))
    });
    let deploy = format!("has_sets=yes deploy {}", stack.join(" "));
    std::iter::once(deploy).chain(checks).collect()
}

fn words(topology: &Topology, account: &Account, region: &Region, name: &str) -> Vec<String> {
    let [account, role] = place(topology, account);
    [account.as_str(), &role, region.as_str(), name]
        .into_iter()
        .map(quoted)
        .collect()
}

/// The options with a template: its file, unless only a bucket can hold it.
fn source(topology: &Topology, file: &str, text: &str) -> [String; 2] {
    if text.len() > INLINE_BYTES && topology.cloudformation.bucket.is_some() {
        let url = quoted(&bucket::url(topology, file, text));
        return ["--template-url".to_owned(), url];
    }
    [
        "--template-body".to_owned(),
        quoted(&format!("file://{file}")),
    ]
}

/// An account's id and the role by which it is reached; empty when the caller's own credentials
/// serve. The roles are those of the Terraform.
fn place(topology: &Topology, account: &Account) -> [String; 2] {
    let role = topology.assumed_role_arn(account);
    [account.id.to_string(), role.unwrap_or_default()]
}

/// A text as one word of the shell.
fn quoted(text: &str) -> String {
    let plain = |letter: char| {
        letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | '/' | ':' | '@')
    };
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    // Double quotes, in which shellcheck does not take a dollar for a forgotten expansion.
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        if matches!(letter, '"' | '\\' | '$' | '`') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_text_is_one_word_of_the_shell() {
        let cases = [
            ("eu-west-1", "eu-west-1"),
            ("", "\"\""),
            ("owner=it's", "\"owner=it's\""),
            ("$(x) `y` \"z\" \\", "\"\\$(x) \\`y\\` \\\"z\\\" \\\\\""),
        ];
        for (text, word) in cases {
            assert_eq!(quoted(text), word);
        }
    }
}

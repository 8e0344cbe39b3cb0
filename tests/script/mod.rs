//! Reads from the script which stacks it deploys.

/// One stack that the script deploys.
pub(crate) struct Deployment<'a> {
    pub(crate) account: &'a str,
    pub(crate) region: &'a str,
    pub(crate) stack: &'a str,
    /// The template's file in the tree.
    pub(crate) file: &'a str,
    /// What follows the template; a word with blanks in it is several here.
    pub(crate) options: Vec<&'a str>,
}

/// Every stack, in the order of the script.
pub(crate) fn deployments(script: &str) -> Vec<Deployment<'_>> {
    let lines = script.lines().filter_map(|line| {
        let words = line.strip_prefix("  ")?;
        // What it says of the stack besides comes before.
        let said = words
            .split_once("=")
            .filter(|(name, _)| ["has_sets", "adopts"].contains(name));
        let words = said.map_or(words, |(_, rest)| rest.split_once(' ').unwrap().1);
        words.strip_prefix("deploy ")
    });
    let deployments = lines.map(|line| {
        // Account, role, region, stack, template: none of them has a blank in it.
        let mut words = line.split(' ');
        let mut word = || words.next().unwrap();
        let (account, _role, region, stack) = (word(), word(), word(), word());
        let (how, source) = (word(), word());
        // In the bucket, a file has the name that it has in the tree.
        let file = match how {
            "--template-body" => source.strip_prefix("file://").unwrap(),
            "--template-url" => source.rsplit('/').next().unwrap(),
            _ => panic!("no template: {line}"),
        };
        Deployment {
            account,
            region,
            stack,
            file,
            options: words.collect(),
        }
    });
    deployments.collect()
}

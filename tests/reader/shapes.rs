//! Values that have several shapes.

use std::collections::BTreeMap;
use std::fmt;

use offsite::spec::yaml::{self, Shape, Unreadable, from_mapping, outline};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use snapbox::str;

use crate::language::*;

#[test]
fn a_hand_written_visitor_says_all_its_shapes() {
    says!(
        shown_with("central: [vault]\n"),
        str![[r#"
error[SPC003]: expected the name of an account or a vault, found a list
 --> spec.yaml:3:10
  |
3 | central: [vault]
  |          ^^^^^^^

"#]]
    );
}

#[test]
fn places_survive_a_hand_written_visitor() {
    says!(
        shown_with("central:\n  account: vault\n  region: [eu-west-1]\n  lock: true\n"),
        str![[r#"
error[SPC003]: expected text, found a list
 --> spec.yaml:5:11
  |
5 |   region: [eu-west-1]
  |           ^^^^^^^^^^^

error[SPC002]: unknown key `lock` in `central`
 --> spec.yaml:6:3
  |
6 |   lock: true
  |   ^^^^ expected one of `account`, `region`, `locked`
  |
help: a key with a similar name exists
  |
6 |   locked: true
  |       ++

"#]]
    );
}

#[test]
fn a_key_missing_behind_a_hand_written_visitor_is_reported_at_its_mapping() {
    says!(
        shown_with("central: { account: vault }\n"),
        str![[r#"
error[SPC004]: `region` is missing in `central`
 --> spec.yaml:3:1
  |
3 | central: { account: vault }
  | ^^^^^^^ has no `region`
  |
  = help: add the key `region`

"#]]
    );
}

/// One vault, or several by name: told apart by a look at the mapping's outline.
#[derive(Debug, PartialEq)]
struct Vaults(BTreeMap<String, Vault>);

impl<'de> Deserialize<'de> for Vaults {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shapes;
        impl<'de> Visitor<'de> for Shapes {
            type Value = Vaults;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one vault or several by name")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vaults, A::Error> {
                let named = outline(&mut map)?
                    .iter()
                    .all(|(_, shape)| *shape == Shape::Mapping);
                if named {
                    from_mapping(map).map(Vaults)
                } else {
                    let vault = from_mapping(map)?;
                    Ok(Vaults([("central".to_owned(), vault)].into()))
                }
            }
        }
        deserializer.deserialize_any(Shapes)
    }
}

fn vaults(text: &str) -> Result<Vaults, String> {
    match yaml::read::<Vaults>(text.as_bytes()) {
        Ok((vaults, _)) => Ok(vaults),
        Err(unreadable) => Err(draw(unreadable.faults, &unreadable.document)),
    }
}

#[test]
fn one_and_several_are_told_apart_by_their_outline() {
    let one = vaults("{ account: a, region: r }").unwrap();
    let several = vaults("central: { account: a, region: r }").unwrap();
    assert_eq!(one, several);
    assert_eq!(vaults("{}").unwrap(), Vaults(BTreeMap::new()));
    says!(
        vaults("{ acount: a, region: r }").unwrap_err(),
        str![[r#"
error[SPC002]: unknown key `acount`
 --> spec.yaml:1:3
  |
1 | { acount: a, region: r }
  |   ^^^^^^ expected one of `account`, `region`, `locked`
  |
help: a key with a similar name exists
  |
1 | { account: a, region: r }
  |     +

"#]]
    );
    says!(
        vaults("main: { account: a, regoin: r }\nsecond: { account: [a] }\n").unwrap_err(),
        str![[r#"
error[SPC002]: unknown key `regoin` in `main`
 --> spec.yaml:1:21
  |
1 | main: { account: a, regoin: r }
  |                     ^^^^^^ expected one of `account`, `region`, `locked`
  |
help: a key with a similar name exists
  |
1 - main: { account: a, regoin: r }
1 + main: { account: a, region: r }
  |

error[SPC004]: `region` is missing in `second`
 --> spec.yaml:2:1
  |
2 | second: { account: [a] }
  | ^^^^^^ has no `region`
  |
  = help: add the key `region`

error[SPC003]: expected text, found a list
 --> spec.yaml:2:20
  |
2 | second: { account: [a] }
  |                    ^^^

"#]]
    );
}

/// Serde's own way from a mapping to a struct keeps places, and loses only the list of keys.
#[test]
fn an_unknown_key_is_found_behind_serdes_map_deserializer() {
    #[derive(Debug)]
    struct Wrapped(#[expect(dead_code, reason = "only read")] Vault);
    impl<'de> Deserialize<'de> for Wrapped {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Shapes;
            impl<'de> Visitor<'de> for Shapes {
                type Value = Wrapped;
                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a vault")
                }
                fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Wrapped, A::Error> {
                    Vault::deserialize(de::value::MapAccessDeserializer::new(map)).map(Wrapped)
                }
            }
            deserializer.deserialize_any(Shapes)
        }
    }
    let text = "account: vault\nreigon: eu-west-1\nlocked: maybe\n";
    let Unreadable { faults, document } = *yaml::read::<Wrapped>(text.as_bytes()).unwrap_err();
    says!(
        draw(faults, &document),
        str![[r#"
error[SPC004]: `region` is missing
 --> spec.yaml:1:1
  |
1 | account: vault
  | ^^^^^^^^^^^^^^ has no `region`
  |
  = help: add the key `region`

error[SPC002]: unknown key `reigon`
 --> spec.yaml:2:1
  |
2 | reigon: eu-west-1
  | ^^^^^^

error[SPC003]: expected `true` or `false`, found text
 --> spec.yaml:3:9
  |
3 | locked: maybe
  |         ^^^^^

"#]]
    );
}

#[test]
fn enums_with_values_keep_their_places() {
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Lock {
        None,
        Governance(u16),
        Compliance { days: u16 },
    }
    let read = |text: &str| yaml::read::<Vec<Lock>>(text.as_bytes());
    let (locks, _) = read("[none, governance: 3, compliance: { days: 4 }]").unwrap();
    assert_eq!(
        locks,
        [
            Lock::None,
            Lock::Governance(3),
            Lock::Compliance { days: 4 }
        ]
    );
    let text = "- non\n- governance\n- governence: 3\n- compliance: { day: 4 }\n- governance: x\n- [none]\n- { none: 1 }\n";
    let Unreadable { faults, document } = *read(text).unwrap_err();
    says!(
        draw(faults, &document),
        str![[r#"
error[SPC006]: unknown value `non`
 --> spec.yaml:1:3
  |
1 | - non
  |   ^^^ expected one of `none`, `governance`, `compliance`
  |
help: a similar value exists
  |
1 | - none
  |      +

error[SPC003]: expected a mapping `governance: …`, found text
 --> spec.yaml:2:3
  |
2 | - governance
  |   ^^^^^^^^^^

error[SPC006]: unknown value `governence`
 --> spec.yaml:3:3
  |
3 | - governence: 3
  |   ^^^^^^^^^^ expected one of `none`, `governance`, `compliance`
  |
help: a similar value exists
  |
3 - - governence: 3
3 + - governance: 3
  |

error[SPC002]: unknown key `day` in `[3].compliance`
 --> spec.yaml:4:17
  |
4 | - compliance: { day: 4 }
  |                 ^^^ expected `days`
  |
help: a key with a similar name exists
  |
4 | - compliance: { days: 4 }
  |                    +

error[SPC003]: expected a whole number, found text
 --> spec.yaml:5:15
  |
5 | - governance: x
  |               ^

error[SPC003]: expected one of `none`, `governance`, `compliance`, found a list
 --> spec.yaml:6:3
  |
6 | - [none]
  |   ^^^^^^

error[SPC003]: expected nothing, found a number
 --> spec.yaml:7:11
  |
7 | - { none: 1 }
  |           ^

"#]]
    );
}

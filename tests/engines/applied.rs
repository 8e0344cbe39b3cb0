//! Once applied, a root is settled.

use crate::environment::say;
use crate::terraform::side_by_side;
use crate::world::worlds;

#[test]
fn the_second_plan_of_every_applied_root_is_empty() {
    let mut planned = 0;
    for world in worlds("the second plan of every applied root is empty") {
        planned += world.roots.len();
        let results = side_by_side(&world.roots, |root| {
            world.work.run(
                &root.name,
                &["plan", "-input=false", "-detailed-exitcode", "-no-color"],
            )
        });
        for (root, ended) in world.roots.iter().zip(results) {
            let place = format!("{}/{}", world.example.name, root.name);
            assert_eq!(ended.status, 0, "{place}: the second plan: {}", ended.all());
        }
    }
    say(&format!("{planned} second plans are empty"));
}

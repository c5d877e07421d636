use super::*;

#[test]
fn an_argument_is_named_by_the_one_that_is_set() {
    let task = |end: Endpoint| TaskModel { source: end.into(), ..TaskModel::default() };
    let name = |path: &str, task: &TaskModel| Argument::named(path).name(task);
    let stored = task(Endpoint { password: "x".into(), ..Endpoint::default() });
    assert_eq!(name("source.password", &stored), "source.password");
    assert_eq!(name("source.password", &task(Endpoint::default())), "source.password_wo_version");
    assert_eq!(name("objects", &TaskModel { objects_json: "{}".into(), ..TaskModel::default() }), "objects_json");
    assert_eq!(Argument::Rerun.path(&TaskModel::default()), AttributePath::of(&["precheck", "rerun"]));
    let key = Argument::ReserveKey("any.key".to_owned()).path(&TaskModel::default());
    assert_eq!(key, AttributePath::of(&["reserve"]).key("any.key"));
}

#[test]
fn every_path_is_in_the_table_once() {
    let task = task_rows().map(|row| row.path.to_owned());
    let ends = endpoint::ROWS.iter().map(|row| format!("source.{}", row.path));
    let all: Vec<String> = task.chain(ends).collect();
    let different: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(different.len(), all.len(), "{all:?}");
}

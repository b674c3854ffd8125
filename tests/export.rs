//! Exporting into folders: what is written, what is left alone, what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use pulumi_designer::catalog::Language;
use pulumi_designer::design::{Design, Edit, NodeId, file};
use pulumi_designer::project::{self, ExportError, Mode, Owner, ProjectFile, Reason, RelativePath, Report};
use tempfile::TempDir;

fn design(preset: &str) -> Design {
    let preset = pulumi_designer::presets::find(preset, &[]).unwrap();
    file::load(&preset.text).design
}

fn export(design: &Design, folder: &Path) -> Report {
    project::export(design, Language::TypeScript, folder, Mode::Write).unwrap()
}

fn check(design: &Design, folder: &Path) -> Report {
    project::export(design, Language::TypeScript, folder, Mode::Check).unwrap()
}

fn names(paths: &[RelativePath]) -> Vec<&str> {
    paths.iter().map(RelativePath::as_str).collect()
}

/// Every file below a folder, by relative path, with its bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap_or_default());
            }
        }
    }
    files
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

const ORDERS: &str = "src/services/orders.ts";
const HANDLER: &str = "functions/orders/place-order/index.ts";

#[test]
fn a_second_export_finds_everything_unchanged() {
    let (design, folder) = (design("orders"), folder());
    let first = export(&design, folder.path());
    assert!(first.kept.is_empty() && first.removed.is_empty() && first.updated.is_empty());
    assert!(names(&first.created).contains(&ORDERS) && names(&first.handlers_created).contains(&HANDLER));
    let before = tree(folder.path());
    let second = export(&design, folder.path());
    assert!(second.is_clean());
    assert_eq!(second.unchanged.len(), first.created.len());
    assert_eq!(tree(folder.path()), before);
    assert!(check(&design, folder.path()).is_clean());
}

#[test]
fn the_same_design_gives_the_same_bytes() {
    for language in Language::ALL {
        let (one, two) = (folder(), folder());
        project::export(&design("shop"), language, one.path(), Mode::Write).unwrap();
        project::export(&design("shop"), language, two.path(), Mode::Write).unwrap();
        assert_eq!(tree(one.path()), tree(two.path()));
    }
}

#[test]
fn checking_writes_nothing_not_even_the_folder() {
    let (design, folder) = (design("auth"), folder());
    let out = folder.path().join("out");
    let report = check(&design, &out);
    assert!(!report.is_clean() && names(&report.created).contains(&"index.ts"));
    assert!(!out.exists());
}

#[test]
fn a_file_changed_by_hand_is_kept_and_told_until_it_is_moved_away() {
    let (design, folder) = (design("orders"), folder());
    export(&design, folder.path());
    let path = folder.path().join(ORDERS);
    let edited = fs::read_to_string(&path).unwrap() + "// by hand\n";
    fs::write(&path, &edited).unwrap();
    for _ in 0..2 {
        let report = export(&design, folder.path());
        assert_eq!(report.kept, [(RelativePath::parse(ORDERS).unwrap(), Reason::ChangedByHand)]);
        assert_eq!(fs::read_to_string(&path).unwrap(), edited);
    }
    assert!(!check(&design, folder.path()).is_clean());
    fs::remove_file(&path).unwrap();
    assert_eq!(names(&export(&design, folder.path()).created), [ORDERS]);
    assert!(check(&design, folder.path()).is_clean());
}

#[test]
fn a_changed_design_updates_what_it_changes_and_nothing_else() {
    let (mut design, folder) = (design("orders"), folder());
    export(&design, folder.path());
    design.services["orders"].description = Some("Another description".to_owned());
    let report = export(&design, folder.path());
    assert!(names(&report.updated).contains(&"README.md"));
    assert!(!names(&report.updated).contains(&"src/settings.ts"));
    assert!(report.created.is_empty() && report.kept.is_empty() && report.removed.is_empty());
}

#[test]
fn what_the_design_no_longer_gives_is_removed_if_nobody_changed_it() {
    let (whole, folder) = (design("shop"), folder());
    let mut less = whole.clone();
    less.services.shift_remove("notifications");
    less.flows.retain(|flow| flow.from.service != "notifications" && flow.to.service != "notifications");
    less.events.shift_remove("CustomerRegistered");
    less.settings.shift_remove("notification_email");
    less.services["auth"].nodes.shift_remove("announce-customer");
    less.flows.retain(|flow| flow.from.node != "announce-customer" && flow.to.node != "announce-customer");
    less.allow.retain(|accepted| accepted.at.starts_with("orders."));
    for environment in less.environments.values_mut() {
        environment.settings.shift_remove("notification_email");
        environment.set.retain(|node, _| !node.starts_with("notifications."));
    }
    export(&whole, folder.path());
    let notifications = folder.path().join("src/services/notifications.ts");
    let report = export(&less, folder.path());
    let removed = names(&report.removed);
    assert!(removed.contains(&"src/services/notifications.ts"));
    // What follows the design beside a handler goes with it.
    let gone = |path: &&str| {
        ["functions/notifications/", "functions/auth/announce-customer/", "tests/notifications.test.ts"]
            .iter()
            .any(|at| path.starts_with(at))
    };
    assert!(removed.iter().filter(|path| **path != "src/services/notifications.ts").all(gone), "{removed:?}");
    assert!(!notifications.exists());
    // Handlers are the user's: they stay, and are told.
    assert!(names(&report.handlers_abandoned).contains(&"functions/notifications/notify/index.py"));
    assert!(folder.path().join("functions/notifications/notify/index.py").exists());

    export(&whole, folder.path());
    fs::write(&notifications, "// mine now\n").unwrap();
    let report = export(&less, folder.path());
    let kept = (RelativePath::parse("src/services/notifications.ts").unwrap(), Reason::ChangedAndNoLongerNeeded);
    assert!(report.kept.contains(&kept));
    assert_eq!(fs::read_to_string(&notifications).unwrap(), "// mine now\n");
}

#[test]
fn a_node_under_another_id_is_told_before_it_is_deployed() {
    let (mut design, folder) = (design("orders"), folder());
    let table = design.nodes().find(|(_, node)| node.kind == "table").map(|(id, _)| id).unwrap();
    export(&design, folder.path());
    let to = NodeId::new(table.service.clone(), "all-of-them");
    design.apply(Edit::RenameNode { from: table.clone(), to: to.clone(), index: None }).unwrap();
    let was = vec!["was".to_owned()];
    let silent = Edit::SetProperty { id: to.clone(), path: was.clone(), value: None };
    design.apply(silent).unwrap();
    let told = check(&design, folder.path());
    assert_eq!(told.renamed.len(), 1);
    assert_eq!((&told.renamed[0].from, &told.renamed[0].to), (&table.to_string(), &to.to_string()));
    assert!(told.renamed[0].holds_data);
    let words = format!("warning: {to} looks like {table} of the last export under another id.");
    assert!(told.to_string().contains(&words), "{told}");
    assert!(told.to_string().contains(&format!("`was: {table}`")), "{told}");
    let said = Edit::SetProperty { id: to, path: was, value: Some(table.node.as_str().into()) };
    design.apply(said).unwrap();
    assert!(export(&design, folder.path()).renamed.is_empty());
}

#[test]
fn handlers_are_written_once_and_never_again() {
    let (design, folder) = (design("orders"), folder());
    export(&design, folder.path());
    let handler = folder.path().join(HANDLER);
    fs::write(&handler, "// my code").unwrap();
    let report = export(&design, folder.path());
    assert!(report.is_clean());
    assert!(names(&report.handlers_left).contains(&HANDLER));
    assert_eq!(fs::read_to_string(&handler).unwrap(), "// my code");
    // Somebody gives it another name; the old file does not come back.
    fs::rename(&handler, handler.with_file_name("place.ts")).unwrap();
    assert!(export(&design, folder.path()).is_clean());
    assert!(!handler.exists());
    // Without its folder the program could not be deployed: it comes back.
    fs::remove_dir_all(handler.parent().unwrap()).unwrap();
    let report = export(&design, folder.path());
    assert_eq!(names(&report.handlers_created), [HANDLER]);
    assert_eq!(names(&report.created), ["functions/orders/place-order/flows.ts"]);
}

#[test]
fn a_handler_in_javascript_stays_the_code_of_its_function() {
    let (design, folder) = (design("orders"), folder());
    export(&design, folder.path());
    let handler = folder.path().join(HANDLER);
    let written = handler.with_extension("mjs");
    fs::remove_file(&handler).unwrap();
    fs::write(&written, "// my code").unwrap();
    for _ in 0..2 {
        let report = export(&design, folder.path());
        assert!(report.is_clean());
        assert!(names(&report.handlers_left).contains(&"functions/orders/place-order/index.mjs"));
        assert!(report.handlers_abandoned.is_empty());
        assert!(!handler.exists());
        assert_eq!(fs::read_to_string(&written).unwrap(), "// my code");
    }
    // Once it is written in TypeScript as well, that is what is bundled.
    fs::write(&handler, "// my code with types").unwrap();
    let report = export(&design, folder.path());
    assert!(names(&report.handlers_left).contains(&HANDLER));
    assert_eq!(names(&report.handlers_abandoned), ["functions/orders/place-order/index.mjs"]);
}

#[test]
fn a_handler_that_was_there_before_is_left_alone() {
    let (design, folder) = (design("orders"), folder());
    let handler = folder.path().join(HANDLER);
    fs::create_dir_all(handler.parent().unwrap()).unwrap();
    fs::write(&handler, "// older than the design").unwrap();
    let report = export(&design, folder.path());
    assert!(report.kept.is_empty());
    assert_eq!(fs::read_to_string(&handler).unwrap(), "// older than the design");
}

#[test]
fn files_that_are_not_ours_are_not_overwritten() {
    let (design, folder) = (design("orders"), folder());
    fs::write(folder.path().join("package.json"), "{}").unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    fs::create_dir(folder.path().join("index.ts")).unwrap();
    let report = export(&design, folder.path());
    let kept: Vec<(&str, &Reason)> = report.kept.iter().map(|(path, reason)| (path.as_str(), reason)).collect();
    assert_eq!(kept, [("index.ts", &Reason::NotAFile), ("package.json", &Reason::NotOurs)]);
    assert_eq!(fs::read_to_string(folder.path().join("package.json")).unwrap(), "{}");
    assert_eq!(fs::read_to_string(folder.path().join("notes.txt")).unwrap(), "mine");
}

#[test]
fn what_pulumi_writes_into_stack_files_stays_and_new_values_still_come_in() {
    let (mut design, folder) = (design("orders"), folder());
    export(&design, folder.path());
    let path = folder.path().join("Pulumi.dev.yaml");
    let secret = "  orders:paymentApiKey:\n    secure: v1:abc\n";
    fs::write(&path, format!("encryptionsalt: v1:salt\n{}{secret}", fs::read_to_string(&path).unwrap())).unwrap();
    assert!(check(&design, folder.path()).is_clean());
    design.environments["dev"].settings["log_level"] = "WARNING".into();
    let report = export(&design, folder.path());
    assert_eq!((names(&report.updated), report.kept.len()), (vec!["Pulumi.dev.yaml"], 0));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(secret) && text.contains("encryptionsalt") && text.contains("logLevel: WARNING"), "{text}");
    // A value that somebody set by hand is theirs.
    fs::write(&path, text.replace("logLevel: WARNING", "logLevel: ERROR")).unwrap();
    let mut report = export(&design, folder.path());
    let reason = Reason::ValuesByHand(vec!["orders:logLevel".to_owned()]);
    for _ in 0..2 {
        assert_eq!(report.kept, [(RelativePath::parse("Pulumi.dev.yaml").unwrap(), reason.clone())]);
        report = export(&design, folder.path());
    }
    // Other values still come in, beside it and next to the secret; again and again.
    for mode in ["live", "sandbox"] {
        design.environments["dev"].settings["payment_mode"] = mode.into();
        assert_eq!(names(&export(&design, folder.path()).updated), ["Pulumi.dev.yaml"]);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(secret) && text.contains("logLevel: ERROR"), "{text}");
    }
    // An environment that goes leaves a file with other people's values where it is.
    design.environments.shift_remove("dev");
    let report = export(&design, folder.path());
    assert_eq!(report.kept, [(RelativePath::parse("Pulumi.dev.yaml").unwrap(), Reason::ChangedAndNoLongerNeeded)]);
    assert!(path.exists());
}

#[test]
fn an_interrupted_export_is_carried_on_by_the_next() {
    let (design, folder) = (design("orders"), folder());
    export(&design, folder.path());
    // As if it had stopped before the manifest and half of the files, with its staging folder left.
    fs::remove_file(folder.path().join(".pulumi-designer/manifest.json")).unwrap();
    fs::remove_file(folder.path().join("src/settings.ts")).unwrap();
    fs::remove_file(folder.path().join(HANDLER)).unwrap();
    let left = folder.path().join(".pulumi-designer/staging-x1y2z3");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("0"), "half").unwrap();
    let report = export(&design, folder.path());
    assert_eq!(names(&report.created), ["src/settings.ts"]);
    assert_eq!(names(&report.handlers_created), [HANDLER]);
    assert!(report.kept.is_empty() && !left.exists());
    assert!(export(&design, folder.path()).is_clean());
}

#[test]
fn a_folder_has_one_language_and_one_design() {
    let folder = folder();
    export(&design("orders"), folder.path());
    let before = tree(folder.path());
    let other = project::export(&design("orders"), Language::Python, folder.path(), Mode::Write).unwrap_err();
    assert!(matches!(other, ExportError::OtherLanguage { .. }), "{other}");
    let other = project::export(&design("auth"), Language::TypeScript, folder.path(), Mode::Write).unwrap_err();
    assert!(matches!(other, ExportError::OtherDesign { .. }), "{other}");
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn a_manifest_that_cannot_be_used_stops_the_export() {
    let (design, folder) = (design("orders"), folder());
    export(&design, folder.path());
    let manifest = folder.path().join(".pulumi-designer/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let victim = folder.path().with_extension("victim");
    fs::write(&victim, "").unwrap();
    let name = victim.file_name().unwrap().to_str().unwrap();
    for hostile in
        [text.replace("index.ts", &format!("../{name}")), "<<<<<<< HEAD\n".to_owned(), text.replace(": 1,", ": 9,")]
    {
        fs::write(&manifest, &hostile).unwrap();
        let error = project::export(&design, Language::TypeScript, folder.path(), Mode::Write).unwrap_err();
        assert!(matches!(error, ExportError::Manifest { .. }), "{error}");
    }
    assert!(victim.exists());
    fs::remove_file(victim).unwrap();
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (design, folder, outside) = (design("orders"), folder(), folder());
    symlink(outside.path(), folder.path().join("src")).unwrap();
    let error = project::export(&design, Language::TypeScript, folder.path(), Mode::Write).unwrap_err();
    assert!(error.to_string().contains("leads out of the project folder"), "{error}");
    assert!(tree(outside.path()).is_empty());

    // A link in a file's place is no file of ours, wherever it leads.
    let target = outside.path().join("target");
    fs::write(&target, "theirs").unwrap();
    fs::remove_file(folder.path().join("src")).unwrap();
    symlink(&target, folder.path().join("index.ts")).unwrap();
    let report = export(&design, folder.path());
    assert_eq!(report.kept, [(RelativePath::parse("index.ts").unwrap(), Reason::NotAFile)]);
    assert_eq!(fs::read_to_string(&target).unwrap(), "theirs");

    // A link that stays inside is the user's way to arrange things.
    let elsewhere = folder.path().join("elsewhere");
    fs::rename(folder.path().join("functions"), &elsewhere).unwrap();
    symlink(&elsewhere, folder.path().join("functions")).unwrap();
    assert!(export(&design, folder.path()).created.is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn folders_that_cannot_be_written_are_named() {
    let (design, folder) = (design("orders"), folder());
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    for (path, words) in
        [(file.clone(), "it is a file"), (file.join("below"), "cannot be"), (PathBuf::from("/proc/out"), "cannot be")]
    {
        let error = project::export(&design, Language::TypeScript, &path, Mode::Write).unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, ExportError::Disk { .. }) && text.contains(words), "{text}");
        assert!(text.contains(&path.display().to_string()), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn two_exports_do_not_write_at_once() {
    let (design, folder) = (design("orders"), folder());
    let lock = fs::File::open(folder.path()).unwrap();
    lock.lock().unwrap();
    let error = project::export(&design, Language::TypeScript, folder.path(), Mode::Write).unwrap_err();
    assert!(error.to_string().contains("another export"), "{error}");
    assert!(tree(folder.path()).is_empty());
}

#[test]
fn errors_of_the_design_block_and_are_handed_over() {
    let (mut design, folder) = (design("orders"), folder());
    design.flows[1].to.node = "nobody".to_owned();
    let out = folder.path().join("out");
    let error = project::export(&design, Language::TypeScript, &out, Mode::Write).unwrap_err();
    let ExportError::Blocked(findings) = error else { panic!("{error}") };
    assert!(findings.iter().any(|finding| finding.rule == "structure/dangling-flow"));
    assert!(!out.exists());
}

#[test]
fn no_name_of_a_design_leads_out_of_the_folder() {
    for hostile in ["../../escape", "/tmp/escape", "..", "a\\..\\b", "a/../../b", ".git/hooks"] {
        assert!(
            RelativePath::parse(&format!("functions/{hostile}/index.mjs")).is_err() || !hostile.contains(".."),
            "{hostile}"
        );
        let (mut design, folder) = (design("auth"), folder());
        let service = design.services.shift_remove("auth").unwrap();
        design.services.insert(hostile.to_owned(), service);
        for flow in &mut design.flows {
            for end in [&mut flow.from, &mut flow.to] {
                if end.service == "auth" {
                    end.service = hostile.to_owned();
                }
            }
        }
        let out = folder.path().join("deep/er/out");
        let _ = project::export(&design, Language::TypeScript, &out, Mode::Write);
        let escaped: Vec<_> = tree(folder.path()).into_keys().filter(|path| !path.starts_with("deep/er/out")).collect();
        assert_eq!(escaped, [] as [PathBuf; 0], "{hostile}");
        assert!(!Path::new("/tmp/escape").exists());
    }
}

/// Runs the command and shows what it said.
fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::cargo_bin("pulumi-designer").unwrap().current_dir(folder).args(arguments).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    format!("{out}--- standard error\n{err}--- exit code {}", output.status.code().unwrap())
}

#[test]
fn the_command_tells_what_it_did() {
    let folder = folder();
    assert!(run(folder.path(), &["new", "--preset", "auth"]).ends_with("exit code 0"));
    let export = ["export", "auth.yaml", "--out", "infra"];
    let check = ["export", "auth.yaml", "--out", "infra", "--check"];
    insta::assert_snapshot!("command_check_before", run(folder.path(), &check));
    insta::assert_snapshot!("command_first", run(folder.path(), &export));
    insta::assert_snapshot!("command_second", run(folder.path(), &export));
    insta::assert_snapshot!("command_check_clean", run(folder.path(), &check));
    fs::write(folder.path().join("infra/index.ts"), "// mine\n").unwrap();
    fs::write(folder.path().join("infra/Pulumi.dev.yaml"), "config:\n  aws:region: us-east-1\n").unwrap();
    insta::assert_snapshot!("command_kept", run(folder.path(), &export));
    insta::assert_snapshot!("command_check_differs", run(folder.path(), &check));
    insta::assert_snapshot!(
        "command_other_language",
        run(folder.path(), &["export", "auth.yaml", "--out", "infra", "--language", "python"])
    );
    insta::assert_snapshot!(
        "command_folder_is_a_file",
        run(folder.path(), &["export", "auth.yaml", "--out", "auth.yaml"])
    );
    insta::assert_snapshot!("command_missing", run(folder.path(), &["export", "missing.yaml", "--out", "infra"]));
}

#[test]
fn the_command_shows_what_blocks_it() {
    let folder = folder();
    let text = include_str!("../presets/auth.yaml");
    fs::write(folder.path().join("dangling.yaml"), text.replace("to: auth.login,", "to: auth.logn,")).unwrap();
    fs::write(folder.path().join("typo.yaml"), text.replace("kind: user-pool", "kind: userpool")).unwrap();
    fs::write(folder.path().join("azure.yaml"), text.replace("provider: aws", "provider: azure")).unwrap();
    for name in ["dangling", "typo", "azure"] {
        let file = format!("{name}.yaml");
        insta::assert_snapshot!(
            format!("command_blocked_{name}"),
            run(folder.path(), &["export", &file, "--out", "infra"])
        );
    }
    assert!(!folder.path().join("infra").exists());
}

/// A folder on a disk that fills up.
#[derive(Default)]
struct Full {
    files: BTreeMap<RelativePath, String>,
    /// Files that still fit.
    room: usize,
}

impl project::Storage for Full {
    fn look(&self, path: &RelativePath) -> std::io::Result<project::Present> {
        Ok(self.files.get(path).map_or(project::Present::Absent, |text| project::Present::of(text.as_bytes())))
    }

    fn write(&mut self, files: &[(&RelativePath, &str)]) -> std::io::Result<()> {
        if files.len() > self.room {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        self.files.extend(files.iter().map(|(path, text)| ((*path).clone(), (*text).to_owned())));
        Ok(())
    }

    fn remove(&mut self, path: &RelativePath) -> std::io::Result<()> {
        self.files.remove(path);
        Ok(())
    }
}

#[test]
fn a_full_disk_stops_before_the_manifest_claims_anything() {
    let design = design("orders");
    let wanted: Vec<ProjectFile> = project::files(&design, Language::TypeScript).unwrap();
    assert!(wanted.iter().any(|file| file.owner == Owner::User));
    let mut disk = Full { room: wanted.len() - 1, ..Full::default() };
    let place =
        |disk: &mut Full| project::place(&design, Language::TypeScript, &wanted, Path::new("infra"), Mode::Write, disk);
    let error = place(&mut disk).unwrap_err();
    assert!(error.to_string().starts_with("infra cannot be written"), "{error}");
    assert!(disk.files.is_empty());
    disk.room = wanted.len();
    assert_eq!(place(&mut disk).unwrap().written().count(), wanted.len());
    assert!(place(&mut disk).unwrap().is_clean());
}

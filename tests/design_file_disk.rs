//! Reading and replacing the file of a design on a real disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::io;
use std::path::Path;

use pulumi_designer::design::file::MAXIMUM_BYTES;
use pulumi_designer::design::file::disk::{self, DiskError};

fn message(result: Result<impl Sized, DiskError>, folder: &Path) -> String {
    let Err(error) = result else { panic!("no error") };
    error.to_string().replace(&folder.display().to_string(), "FOLDER")
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::create_dir(here.join("sub")).unwrap();
    fs::write(here.join("large.yaml"), vec![b'#'; MAXIMUM_BYTES + 1]).unwrap();
    fs::write(here.join("just.yaml"), vec![b'#'; MAXIMUM_BYTES]).unwrap();
    assert_eq!(message(disk::read(&here.join("none.yaml")), here), "FOLDER/none.yaml does not exist");
    assert_eq!(message(disk::read(&here.join("sub")), here), "FOLDER/sub is a folder, not a file");
    assert_eq!(
        message(disk::read(&here.join("large.yaml")), here),
        "FOLDER/large.yaml is larger than 10 MiB, the most that a design may have"
    );
    assert_eq!(disk::read(&here.join("just.yaml")).unwrap().len(), MAXIMUM_BYTES);
}

#[test]
fn what_cannot_be_written_is_named_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::create_dir(here.join("sub")).unwrap();
    fs::write(here.join("locked.yaml"), "before").unwrap();
    let mut permissions = fs::metadata(here.join("locked.yaml")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(here.join("locked.yaml"), permissions).unwrap();
    assert_eq!(message(disk::write(&here.join("sub"), ""), here), "FOLDER/sub is a folder, not a file");
    assert_eq!(message(disk::write(&here.join("none/a.yaml"), ""), here), "the folder FOLDER/none does not exist");
    assert_eq!(
        message(disk::write(&here.join("locked.yaml"), "after"), here),
        "no permission to write FOLDER/locked.yaml"
    );
    assert_eq!(fs::read_to_string(here.join("locked.yaml")).unwrap(), "before");
    assert_eq!(names(here), ["locked.yaml", "sub"]);
}

#[cfg(unix)]
#[test]
fn a_device_is_not_replaced() {
    assert_eq!(
        message(disk::write(Path::new("/dev/null"), "x"), Path::new("/none")),
        "/dev/null is not a regular file"
    );
}

#[test]
fn a_full_disk_has_its_own_message() {
    let error = DiskError::of("write", Path::new("a/shop.yaml"), io::Error::from(io::ErrorKind::StorageFull));
    assert_eq!(error.to_string(), "the disk is full: a/shop.yaml was not written and is as it was");
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_links_are_followed() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::create_dir(here.join("real")).unwrap();
    fs::write(here.join("real/shop.yaml"), "before").unwrap();
    fs::set_permissions(here.join("real/shop.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/shop.yaml", here.join("shop.yaml")).unwrap();
    disk::write(&here.join("shop.yaml"), "after").unwrap();
    assert!(fs::symlink_metadata(here.join("shop.yaml")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(here.join("real/shop.yaml")).unwrap(), "after");
    assert_eq!(fs::metadata(here.join("real/shop.yaml")).unwrap().permissions().mode() & 0o777, 0o640);
    // A link to a file that is not there yet makes the file, not the link, new.
    symlink("real/new.yaml", here.join("new.yaml")).unwrap();
    disk::write(&here.join("new.yaml"), "new").unwrap();
    assert_eq!(fs::read_to_string(here.join("real/new.yaml")).unwrap(), "new");
    assert_eq!(names(&here.join("real")), ["new.yaml", "shop.yaml"]);
}

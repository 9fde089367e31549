//! Cuts the power after each thing that is done to a disk while an edition is put into place, and lets each of them fail:
//! afterwards the old edition is there or the new one, whole.

use super::disk::Disk;
use super::placing::{Folder, recover, stage};
use crate::render::Artifact;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

type Inode = usize;

#[derive(Clone, Debug)]
enum Node {
    Folder(BTreeMap<String, Inode>),
    File(Vec<u8>),
}

/// A change of names, in the order in which they were made.
#[derive(Clone, Debug)]
enum Change {
    Named(Inode, String, Inode),
    Moved((Inode, String), (Inode, String)),
    Removed(Inode, String),
    Synced(Inode),
}

/// A disk in memory that knows what of it would survive a power cut: the content of files that are synced, names from
/// the next sync of their folder on, and of other names those up to some moment, as file systems with a journal have it.
#[derive(Debug, Default)]
struct Memory {
    nodes: RefCell<Vec<Node>>,
    changes: RefCell<Vec<Change>>,
    /// After so many changes the next one fails.
    fails_at: Cell<Option<usize>>,
}

impl Memory {
    fn new() -> Self {
        let disk = Self::default();
        disk.nodes.borrow_mut().push(Node::Folder(BTreeMap::new()));
        disk
    }

    fn parts(path: &Path) -> Vec<String> {
        let parts = path.components().skip(1);
        parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    }

    fn find(&self, path: &Path) -> Option<Inode> {
        Self::parts(path).iter().try_fold(0, |at, part| match &self.nodes.borrow()[at] {
            Node::Folder(names) => names.get(part).copied(),
            Node::File(_) => None,
        })
    }

    /// The folder of a path, and the last name.
    fn place(&self, path: &Path) -> Result<(Inode, String)> {
        let within =
            path.parent().and_then(|parent| self.find(parent)).ok_or(ErrorKind::NotFound)?;
        Ok((within, path.file_name().unwrap().to_string_lossy().into_owned()))
    }

    fn names(&self, folder: Inode) -> BTreeMap<String, Inode> {
        match &self.nodes.borrow()[folder] {
            Node::Folder(names) => names.clone(),
            Node::File(_) => BTreeMap::new(),
        }
    }

    fn change(&self, change: Change) -> Result<()> {
        if self.fails_at.get() == Some(self.changes.borrow().len()) {
            self.fails_at.set(None);
            return Err(Error::from(ErrorKind::StorageFull));
        }
        Self::apply(&mut self.nodes.borrow_mut(), &change);
        self.changes.borrow_mut().push(change);
        Ok(())
    }

    fn apply(nodes: &mut [Node], change: &Change) {
        let mut edit = |folder: Inode, edit: &mut dyn FnMut(&mut BTreeMap<String, Inode>)| {
            if let Node::Folder(names) = &mut nodes[folder] {
                edit(names);
            }
        };
        match change {
            Change::Named(folder, name, inode) => edit(*folder, &mut |names| {
                names.insert(name.clone(), *inode);
            }),
            Change::Removed(folder, name) => edit(*folder, &mut |names| {
                names.remove(name);
            }),
            Change::Moved((from, old), (to, new)) => {
                let mut moved = None;
                edit(*from, &mut |names| moved = names.remove(old));
                edit(*to, &mut |names| {
                    moved.iter().for_each(|inode| {
                        names.insert(new.clone(), *inode);
                    });
                });
            }
            Change::Synced(_) => {}
        }
    }

    fn add(&self, path: &Path, node: Node) -> Result<()> {
        let (folder, name) = self.place(path)?;
        if self.names(folder).contains_key(&name) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let inode = self.nodes.borrow().len();
        self.nodes.borrow_mut().push(node);
        self.change(Change::Named(folder, name, inode))
    }

    /// What is on the disk when the power is cut after so many changes, of which the first ones have reached it whether
    /// they were synced or not.
    fn cut(&self, before: &[Node], after: usize, reached: usize) -> Self {
        let changes = self.changes.borrow();
        let done = &changes[..after];
        let mut nodes = before.to_vec();
        for (inode, node) in self.nodes.borrow().iter().enumerate().skip(before.len()) {
            let is_synced = done.iter().any(|it| matches!(it, Change::Synced(of) if *of == inode));
            nodes.push(match node {
                Node::Folder(_) => Node::Folder(BTreeMap::new()),
                Node::File(bytes) if is_synced => Node::File(bytes.clone()),
                Node::File(_) => Node::File(Vec::new()),
            });
        }
        for (position, change) in done.iter().enumerate() {
            let touched: Vec<Inode> = match change {
                Change::Named(folder, ..) | Change::Removed(folder, _) => vec![*folder],
                Change::Moved((from, _), (to, _)) => vec![*from, *to],
                Change::Synced(_) => continue,
            };
            let is_synced = done[position..]
                .iter()
                .any(|later| matches!(later, Change::Synced(folder) if touched.contains(folder)));
            if position < reached || is_synced {
                Self::apply(&mut nodes, change);
            }
        }
        Self { nodes: RefCell::new(nodes), ..Self::default() }
    }

    fn text(&self, path: &str) -> Option<String> {
        let bytes = self.read(Path::new(path)).unwrap()?;
        Some(String::from_utf8(bytes).unwrap())
    }
}

impl Disk for Memory {
    fn make(&self, folder: &Path, _: bool) -> Result<()> {
        match self.find(folder) {
            Some(_) => Ok(()),
            None => self.add(folder, Node::Folder(BTreeMap::new())),
        }
    }

    fn write(&self, file: &Path, bytes: &[u8], _: bool) -> Result<()> {
        self.add(file, Node::File(bytes.to_vec()))
    }

    fn sync(&self, folder: &Path) -> Result<()> {
        self.change(Change::Synced(self.find(folder).ok_or(ErrorKind::NotFound)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        let (from, to) = (self.place(from)?, self.place(to)?);
        if !self.names(from.0).contains_key(&from.1) {
            return Err(ErrorKind::NotFound.into());
        }
        if self.names(to.0).get(&to.1).is_some_and(|there| !self.names(*there).is_empty()) {
            return Err(ErrorKind::DirectoryNotEmpty.into());
        }
        self.change(Change::Moved(from, to))
    }

    fn remove(&self, folder: &Path) -> Result<()> {
        let inode = self.find(folder).ok_or(ErrorKind::NotFound)?;
        for (name, _) in self.names(inode) {
            self.remove(&folder.join(name))?;
        }
        self.remove_file(folder)
    }

    fn remove_file(&self, file: &Path) -> Result<()> {
        let (folder, name) = self.place(file)?;
        self.change(Change::Removed(folder, name))
    }

    fn exists(&self, path: &Path) -> Result<bool> {
        Ok(self.find(path).is_some())
    }

    fn read(&self, file: &Path) -> Result<Option<Vec<u8>>> {
        Ok(self.find(file).and_then(|inode| match &self.nodes.borrow()[inode] {
            Node::File(bytes) => Some(bytes.clone()),
            Node::Folder(_) => None,
        }))
    }

    fn entries(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let inode = self.find(folder).ok_or(ErrorKind::NotFound)?;
        Ok(self.names(inode).into_keys().map(|name| folder.join(name)).collect())
    }
}

/// A disk with an output folder and another for what is internal.
fn disk() -> Memory {
    let disk = Memory::new();
    disk.make(Path::new("/out"), false).unwrap();
    disk.make(Path::new("/office"), true).unwrap();
    disk.sync(Path::new("/")).unwrap();
    disk
}

/// Publishes an edition all of whose files say the same.
fn publish(disk: &Memory, text: &str, internal: &str) -> std::result::Result<(), ()> {
    let artifact = |path: &str| Artifact { path: path.to_owned(), bytes: text.as_bytes().into() };
    let public = [artifact("index.html"), artifact("data/a.csv")];
    let private = [artifact("log.json")];
    let folders = [
        Folder { within: Path::new("/out"), name: "2017", artifacts: &public, is_private: false },
        Folder {
            within: Path::new(internal),
            name: "2017-internal",
            artifacts: &private,
            is_private: true,
        },
    ];
    let within = [Path::new("/out"), Path::new(internal)];
    let roots = if internal == "/out" { &within[..1] } else { &within[..] };
    recover(disk, roots).map_err(drop)?;
    stage(disk, &folders).and_then(|staged| staged.place(disk)).map_err(drop)
}

/// The edition on a disk, after the next run has cleared up; panics where it is mixed or something is left over.
fn edition(disk: &Memory, internal: &str) -> Option<String> {
    let within = [Path::new("/out"), Path::new(internal)];
    recover(disk, if internal == "/out" { &within[..1] } else { &within[..] }).unwrap();
    let files = [
        "/out/2017/index.html".into(),
        "/out/2017/data/a.csv".into(),
        format!("{internal}/2017-internal/log.json"),
    ];
    let texts: BTreeSet<Option<String>> = files.iter().map(|file| disk.text(file)).collect();
    assert_eq!(texts.len(), 1, "a mixed edition: {texts:?}");
    let mut left: Vec<PathBuf> = disk.entries(Path::new("/out")).unwrap();
    left.extend(disk.entries(Path::new("/office")).unwrap());
    left.retain(|path| !path.to_string_lossy().contains("2017"));
    assert!(left.is_empty(), "{left:?}");
    texts.into_iter().next().unwrap()
}

#[test]
fn after_a_power_cut_the_old_edition_or_the_new_one_is_there_as_a_whole() {
    for (internal, before) in
        [("/out", None), ("/out", Some("old")), ("/office", None), ("/office", Some("old"))]
    {
        let disk = disk();
        if let Some(text) = before {
            publish(&disk, text, internal).unwrap();
        }
        let at_first = disk.nodes.borrow().clone();
        disk.changes.borrow_mut().clear();
        publish(&disk, "new", internal).unwrap();
        let changes = disk.changes.borrow().len();
        let mut seen = BTreeSet::new();
        for after in 0..=changes {
            for reached in 0..=after {
                let found = edition(&disk.cut(&at_first, after, reached), internal);
                let is_done = after == changes;
                assert!(
                    found.as_deref() == Some("new") || !is_done && found.as_deref() == before,
                    "after {after} of {changes} changes, {reached} of them reached: {found:?}"
                );
                seen.insert(found);
            }
        }
        assert_eq!(seen.len(), 2, "both editions are met");
        assert!(changes > 20, "{changes}");
    }
}

#[test]
fn a_run_that_is_cut_off_while_it_clears_up_leaves_an_edition_as_a_whole_too() {
    let disk = disk();
    publish(&disk, "old", "/out").unwrap();
    let at_first = disk.nodes.borrow().clone();
    disk.changes.borrow_mut().clear();
    publish(&disk, "new", "/out").unwrap();
    for after in 0..=disk.changes.borrow().len() {
        let cut = disk.cut(&at_first, after, after);
        let then = cut.nodes.borrow().clone();
        recover(&cut, &[Path::new("/out")]).unwrap();
        for again in 0..=cut.changes.borrow().len() {
            for reached in [0, again / 2, again] {
                assert!(edition(&cut.cut(&then, again, reached), "/out").is_some());
            }
        }
    }
}

#[test]
fn whatever_fails_an_edition_is_there_as_a_whole_and_the_next_run_succeeds() {
    for internal in ["/out", "/office"] {
        let (mut failed, mut kept) = (0, 0);
        for position in 0.. {
            let disk = disk();
            publish(&disk, "old", internal).unwrap();
            disk.fails_at.set(Some(disk.changes.borrow().len() + position));
            let result = publish(&disk, "new", internal);
            if disk.fails_at.get().is_some() {
                assert!(result.is_ok());
                break;
            }
            failed += usize::from(result.is_err());
            let found = edition(&disk, internal);
            assert!(result.is_err() || found.as_deref() == Some("new"));
            kept += usize::from(found.as_deref() == Some("old"));
            publish(&disk, "newer", internal).unwrap();
            assert_eq!(edition(&disk, internal).as_deref(), Some("newer"));
        }
        assert!(failed > 20 && kept > 15, "{failed} {kept}");
    }
}

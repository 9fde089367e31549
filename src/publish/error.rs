//! Why nothing was published.

use crate::project::files::reason;
use std::path::Path;
use thiserror::Error;

/// Why nothing was published.
#[derive(Debug, Error)]
pub enum PublishError {
    /// The goal holds something that is not ours.
    #[error(
        "der Ordner `{0}` enthält etwas, das nicht von krm-report stammt (`{1}`); er wird nicht überschrieben. Räumen Sie es beiseite, oder geben Sie mit --output einen leeren oder neuen Ordner an"
    )]
    Foreign(String, String),
    /// The goal lies in the project folder.
    #[error("der Ordner `{0}` liegt im Projektordner; geben Sie mit {1} einen anderen an")]
    InProject(String, &'static str),
    /// The internal folder would come among what may be published.
    #[error(
        "der Ordner `{0}` liegt im Ausgabeordner, und wer den weitergibt, gäbe die genauen Werte mit; geben Sie mit --internal einen Ordner außerhalb an"
    )]
    InternalWithin(String),
    /// An internal folder of an earlier run lies among what may be published.
    #[error(
        "in `{0}` liegen genaue Werte eines früheren Laufs; nach --internal dürfen sie hier nicht bleiben. Verschieben oder löschen Sie den Ordner"
    )]
    InternalBeside(String),
    /// The project folder is gone.
    #[error("den Projektordner `{0}` gibt es nicht mehr; er wird nicht neu angelegt")]
    ProjectGone(String),
    /// The swap failed, and so did putting the former output back.
    #[error(
        "`{goal}` ließ sich nach einem Fehler nicht zurückverschieben: {}; der nächste Lauf vollendet die neue Fassung, der frühere Inhalt liegt bis dahin in `{kept}`",
        why(source)
    )]
    NotRestored {
        /// Where the former output stood.
        goal: String,
        /// Where it is now.
        kept: String,
        /// The reason.
        source: std::io::Error,
    },
    /// The new output is in its place, and what was needed for that could not be removed.
    #[error(
        "der Bericht liegt an seinem Platz, aber Reste, die genaue Werte enthalten können, sind nicht entfernt; der nächste Lauf tut es: {0}"
    )]
    LeftBehind(Box<PublishError>),
    /// What a run that was broken off has noted cannot be read.
    #[error(
        "`{0}` ist beschädigt: Darin steht, was dem vorigen Lauf noch zu tun blieb. Sehen Sie nach, welche Fassung in der Ausgabe liegt, löschen Sie dann den Ordner, in dem diese Datei liegt, und erstellen Sie den Bericht noch einmal"
    )]
    JournalDamaged(String),
    /// Reading or writing failed.
    #[error("`{path}`: {action} ist nicht möglich: {}", why(source))]
    Io {
        /// The path.
        path: String,
        /// What was tried, as a German noun: `Anlegen`.
        action: &'static str,
        /// The reason.
        source: std::io::Error,
    },
}

/// Tells of a failure to read or write what was tried, and with what.
pub(super) fn io(path: &Path, action: &'static str) -> impl FnOnce(std::io::Error) -> PublishError {
    let path = path.display().to_string();
    move |source| PublishError::Io { path, action, source }
}

/// Why the system refused something, with its own number for it.
pub fn why(error: &std::io::Error) -> String {
    match error.raw_os_error() {
        Some(number) => format!("{} (Fehler {number} des Systems)", reason(error)),
        None => reason(error).to_owned(),
    }
}

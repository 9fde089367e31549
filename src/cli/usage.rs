//! What is wrong with a call, in German.

use clap::error::{ContextKind, ErrorKind};

/// What is said of a call that is not possible, with how it is written right; the help where nothing but a command is missing.
pub(super) fn told(error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let meant = |kind| match context(kind) {
        none if none.is_empty() => String::new(),
        suggested => format!("; meinten Sie `{suggested}`?"),
    };
    let message = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            return error.to_string();
        }
        ErrorKind::UnknownArgument => {
            format!(
                "die Angabe `{argument}` gibt es hier nicht{}",
                meant(ContextKind::SuggestedArg)
            )
        }
        ErrorKind::InvalidSubcommand => {
            let command = context(ContextKind::InvalidSubcommand);
            let meant = meant(ContextKind::SuggestedSubcommand);
            format!("den Befehl `{command}` gibt es nicht{meant}")
        }
        ErrorKind::MissingRequiredArgument => format!("es fehlt: {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("zu `{argument}` fehlt der Wert"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let possible = match context(ContextKind::ValidValue) {
                none if none.is_empty() => String::new(),
                values => format!("; möglich sind {values}"),
            };
            format!("`{value}` ist als `{argument}` nicht möglich{possible}")
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            format!("`{argument}` und `{other}` gehen nicht zusammen")
        }
        ErrorKind::InvalidUtf8 => "eine Angabe ist kein lesbarer Text".to_owned(),
        _ => format!("mit `{argument}` stimmt etwas nicht"),
    };
    let usage = context(ContextKind::Usage);
    let usage = usage.replace("Usage: ", "Aufruf: ").replace("[OPTIONS]", "[ANGABEN]");
    match usage.trim() {
        "" => format!("{message}\n"),
        usage => format!("{message}\n\n{usage}\n"),
    }
}

//! What the page has beside it and says no number: its fonts and the office's logo, which must be these and nothing else.

use crate::project::Project;
use crate::render::Artifact;

/// The names of the fonts, as the style sheet beside them gives them.
pub(super) const FONTS: [&str; 3] =
    ["Inter-Regular.woff2", "Inter-SemiBold.woff2", "Inter-Italic.woff2"];
const CONTENTS: [&[u8]; 3] = [
    include_bytes!("../../templates/fonts/Inter-Regular.woff2"),
    include_bytes!("../../templates/fonts/Inter-SemiBold.woff2"),
    include_bytes!("../../templates/fonts/Inter-Italic.woff2"),
];

/// Where the logo is.
fn logo_path(media_type: &str) -> &'static str {
    match media_type {
        "image/svg+xml" => "assets/logo.svg",
        _ => "assets/logo.png",
    }
}

/// The files that a page, by its name without ending, may load: the one that is handed out alone loads none.
pub(super) fn beside(page: &str, project: &Project) -> Vec<&'static str> {
    let logo = project.theme.logo.as_ref().map(|logo| logo_path(logo.media_type));
    match page {
        "index" => ["assets/style.css"].into_iter().chain(logo).collect(),
        _ if page.starts_with("embed/") => vec!["../assets/style.css"],
        _ => Vec::new(),
    }
}

/// Whether a file is one of the program's fonts or the office's own logo, byte by byte.
pub(super) fn is_known(artifact: &Artifact, project: &Project) -> bool {
    let mut fonts = FONTS.into_iter().zip(CONTENTS);
    let is_font = fonts.any(|(name, bytes)| {
        artifact.path.strip_prefix("assets/") == Some(name) && artifact.bytes == bytes
    });
    let logo = project.theme.logo.as_ref();
    is_font
        || logo.is_some_and(|logo| {
            artifact.path == logo_path(logo.media_type) && artifact.bytes == logo.bytes
        })
}

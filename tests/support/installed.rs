//! What a test speaks to may not be on this machine: then it says so, and CI fails.

/// True where `what` is not here, which is said; `REMIGRATE_CLIENTS=required` makes that a failure.
pub(crate) fn is_missing(what: &str, is_here: bool) -> bool {
    let required = std::env::var("REMIGRATE_CLIENTS").is_ok_and(|wanted| wanted == "required");
    assert!(is_here || !required, "{what} is not here: scripts/setup-clients installs it");
    if !is_here {
        eprintln!("skipped: {what} is not here; scripts/setup-clients installs it");
    }
    !is_here
}

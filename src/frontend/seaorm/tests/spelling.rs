//! Remedies as edits.

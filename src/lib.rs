//! remigrate

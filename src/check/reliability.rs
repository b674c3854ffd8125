//! Rules about reliability.

//! Rules about performance.

//! The design file: reading with places, writing without touching other lines.

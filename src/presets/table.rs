//! The presets in the program: one row each, in the order they are offered.

use super::Preset;
use crate::catalog::Provider;

/// The text of a preset, by the name of its file.
macro_rules! design {
    ($file:literal) => {
        include_str!(concat!("../../presets/", $file, ".yaml"))
    };
}

pub(super) static PRESETS: [Preset; 13] = [
    Preset::embedded(
        "auth",
        "Sign-up and sign-in",
        "A user pool with its triggers, registration by invitation, sign-in, and profiles.",
        design!("auth"),
        &[(Provider::Azure, design!("auth.azure")), (Provider::Gcp, design!("auth.gcp"))],
    ),
    Preset::embedded(
        "orders",
        "Orders and payment",
        "Orders behind an API, announced from the table's change stream, paid through a queue.",
        design!("orders"),
        &[(Provider::Azure, design!("orders.azure")), (Provider::Gcp, design!("orders.gcp"))],
    ),
    Preset::embedded(
        "notifications",
        "Messages and a morning digest",
        "Messages on request through a queue, sent once each, and a digest every morning.",
        design!("notifications"),
        &[(Provider::Azure, design!("notifications.azure")), (Provider::Gcp, design!("notifications.gcp"))],
    ),
    Preset::embedded(
        "shop",
        "A whole shop",
        "Sign-up, orders and notifications together, joined by one API and one channel of events.",
        design!("shop"),
        &[(Provider::Azure, design!("shop.azure")), (Provider::Gcp, design!("shop.gcp"))],
    ),
    Preset::embedded(
        "saga",
        "A booking that undoes itself",
        "A workflow that books a flight, a hotel and a payment, and undoes what it did when one of them fails.",
        design!("saga"),
        &[(Provider::Azure, design!("saga.azure")), (Provider::Gcp, design!("saga.gcp"))],
    ),
    Preset::embedded(
        "event-backbone",
        "Versioned events, with replay",
        "Events with schemas and versions, an archive of all of them, and replay to one reader at a time.",
        design!("event-backbone"),
        &[(Provider::Azure, design!("event-backbone.azure")), (Provider::Gcp, design!("event-backbone.gcp"))],
    ),
    Preset::embedded(
        "file-pipeline",
        "Uploads, checked and converted",
        "Uploads straight into a bucket, converted in turn, with results to download.",
        design!("file-pipeline"),
        &[(Provider::Azure, design!("file-pipeline.azure")), (Provider::Gcp, design!("file-pipeline.gcp"))],
    ),
    Preset::embedded(
        "stream-analytics",
        "Clicks, counted live and kept",
        "A stream of clicks, counted live by one reader and kept for later questions by another.",
        design!("stream-analytics"),
        &[(Provider::Azure, design!("stream-analytics.azure")), (Provider::Gcp, design!("stream-analytics.gcp"))],
    ),
    Preset::embedded(
        "webhook-intake",
        "Signed calls, taken at once",
        "Signed calls of another system, checked, taken into a queue at once and worked off later.",
        design!("webhook-intake"),
        &[(Provider::Azure, design!("webhook-intake.azure")), (Provider::Gcp, design!("webhook-intake.gcp"))],
    ),
    Preset::embedded(
        "realtime-chat",
        "Rooms over open connections",
        "Rooms over open connections: who is there, what is said, and what was said before.",
        design!("realtime-chat"),
        &[(Provider::Azure, design!("realtime-chat.azure"))],
    ),
    Preset::embedded(
        "scheduled-reports",
        "A private database and its report",
        "Sales in a database inside a private network, and a report by mail every morning.",
        design!("scheduled-reports"),
        &[(Provider::Azure, design!("scheduled-reports.azure")), (Provider::Gcp, design!("scheduled-reports.gcp"))],
    ),
    Preset::embedded(
        "static-web-app",
        "A page, its API and its people",
        "A web page with an API behind the same address, for people who sign in.",
        design!("static-web-app"),
        &[(Provider::Azure, design!("static-web-app.azure")), (Provider::Gcp, design!("static-web-app.gcp"))],
    ),
    Preset::embedded(
        "multi-tenant-api",
        "Many companies, kept apart",
        "One API for many companies: tenants from the token, plans, and a count of what each uses.",
        design!("multi-tenant-api"),
        &[(Provider::Azure, design!("multi-tenant-api.azure")), (Provider::Gcp, design!("multi-tenant-api.gcp"))],
    ),
];

pub(super) static BLANK: Preset =
    Preset::embedded("blank", "An empty design", "Two environments and nothing drawn yet.", design!("blank"), &[]);

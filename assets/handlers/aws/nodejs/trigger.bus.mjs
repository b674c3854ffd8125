//! name takeEvent
//! test event["detail-type"]
//! doc A failure brings the event again.
//! parameters event
  console.log("An event came", { type: event["detail-type"], id: event.id });

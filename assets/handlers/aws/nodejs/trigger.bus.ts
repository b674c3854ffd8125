//! shared correlation correlated correlationOf
//! shared log log
//! name takeEvent
//! message BusEvent
//! test shape["detail-type"] !== undefined
//! doc A failure brings the event again.
//! parameters event: BusEvent
//! returns Promise<void>
  await correlated(correlationOf(event) ?? event.id, () => handle(event));
//! then
/** Handles one event; it may come more than once. */
async function handle(event: BusEvent): Promise<void> {
  log.info("An event came", { type: event["detail-type"], id: event.id });
}

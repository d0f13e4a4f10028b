const DAY = 24 * 3_600_000;

/** What the door for events takes. Each is said in docs/guide/sending-events.md. */
export const LIMITS = {
  eventsPerRequest: 1000,
  /** UTF-8 bytes of the properties or traits of one event. */
  propertyBytes: 32 * 1024,
  nameChars: 200,
  /** Of a stage, channel or segment: they join the company's lists, whose ids are no longer. */
  listIdChars: 80,
  /** Of one thing that traits say of who somebody is; what is longer stays a trait. */
  personChars: 400,
  idChars: 200,
  messageIdChars: 100,
  /** Later than arrival by more than this cannot have happened yet. */
  future: DAY,
  /** Calendar years; older than this is a clock that was never set. */
  years: 20,
  /** A clock that is off by less is travel time, by more is no clock. */
  skewFrom: 5_000,
  skewTo: DAY,
  /** Events acknowledged and not applied yet; above this senders are asked to wait. */
  waiting: 200_000,
  retryAfterSeconds: 5,
  /** Different words a source may use in one column: they are held in memory as a dictionary. */
  wordsPerColumn: 10_000,
  /** Entries a list of the company may have before events stop adding to it. */
  listEntries: 1000,
} as const;

export const DEAD_LETTERS = {
  perSource: 10_000,
  keptFor: 30 * DAY,
  /** UTF-8 bytes; a larger event is listed without its content and cannot be replayed. */
  payloadBytes: 40 * 1024,
} as const;

/** Why an event was refused: a machine code that never changes its meaning. */
export const REASONS = [
  "not-an-event",
  "unknown-type",
  "bad-message-id",
  "no-person",
  "illegal-id",
  "bad-name",
  "bad-time",
  "future",
  "too-old",
  "bad-value",
  "too-large",
  "too-many-names",
  "bad-cloudevent",
  "forgotten",
  "against-plan",
  "no-consent",
] as const;
export type Reason = (typeof REASONS)[number];

/** Refuses one event and no other. Carries nothing of the event's content but names of its fields. */
export class Refusal extends Error {
  readonly reason: Reason;
  constructor(reason: Reason, detail: string) {
    super(detail);
    this.name = "Refusal";
    this.reason = reason;
  }
}

/** Of such an event nothing is written down but that there was one. */
export function isUnkept({ reason }: Refusal): boolean {
  return reason === "forgotten" || reason === "no-consent";
}

const FIX: Readonly<Record<Reason, string>> = {
  "not-an-event": "Send an object for each event.",
  "unknown-type": "Use track, identify, group, page, screen or alias as its `type`.",
  "bad-message-id": "Give it a `messageId` of 1 to 100 characters, different for every event and the same when it is sent again.",
  "no-person": "Say whose event it is: `userId` for somebody you know, `anonymousId` for somebody you do not know yet.",
  "illegal-id": "Send the person's real id, at most 200 characters; leave the field out where there is none.",
  "bad-name": "Give it a name of 1 to 200 characters that says what happened, without ids in it.",
  "bad-time": "Write times by RFC 3339 with their offset, such as 2026-03-01T08:15:00Z.",
  future: "Correct the sender's clock, or its `sentAt`, and replay the event.",
  "too-old": "Events reach back to 1970 and at most 20 years.",
  "bad-value": "Correct the property, or rename it where it means something else.",
  "too-large": "Send at most 32 KB of properties or traits an event, and not deeply nested.",
  "too-many-names": "Send ids and free text as properties of their own, not as names.",
  "bad-cloudevent": "Send CloudEvents 1.0 with specversion, id, source and type, and JSON data.",
  "against-plan": "Send it as the tracking plan of its source says, or mend the plan and replay the event.",
  forgotten: "Stop sending this person's events: they asked to be forgotten.",
  "no-consent": "Stop sending this customer's events, or send what they agreed to in context.consent.categoryPreferences once they do.",
};

export function fixOf(reason: Reason): string {
  return FIX[reason];
}

export const STAGES = ["discover", "order", "install", "use", "support", "bill", "renew"] as const;
type Stage = (typeof STAGES)[number];

/** A stage's words and the staff id of the department head who owns it. */
export const STAGE_FACTS: readonly { readonly label: string; readonly ownerId: string }[] = [
  { label: "Finding us", ownerId: "L02" },
  { label: "Ordering", ownerId: "L03" },
  { label: "Installation", ownerId: "L04" },
  { label: "Using it", ownerId: "L05" },
  { label: "Getting help", ownerId: "L06" },
  { label: "Billing", ownerId: "L07" },
  { label: "Staying or leaving", ownerId: "L08" },
];

export const SYSTEMS = ["shop", "field", "crm", "desk", "billing", "survey"] as const;
type System = (typeof SYSTEMS)[number];

/** Every activity in the order of the journey: exact id, words, stage (null for the voice of the customer) and the system that records it. */
const ACTIVITY_FACTS = [
  ["visit_site", "Visits the site", "discover", "shop"],
  ["check_address", "Checks the address", "discover", "shop"],
  ["see_offer", "Sees an offer", "discover", "shop"],
  ["start_order", "Starts an order", "order", "shop"],
  ["choose_plan", "Chooses a plan", "order", "shop"],
  ["credit_check", "Credit check", "order", "shop"],
  ["order_placed", "Order placed", "order", "shop"],
  ["order_confirmed", "Order confirmed", "order", "shop"],
  ["handed_to_field", "Handed to field", "order", "shop"],
  ["returned_to_shop", "Returned to shop", "install", "field"],
  ["appointment_offered", "Appointment offered", "install", "field"],
  ["appointment_booked", "Appointment booked", "install", "field"],
  ["appointment_confirmed", "Appointment confirmed", "install", "field"],
  ["technician_dispatched", "Technician on the way", "install", "field"],
  ["window_missed", "Time window missed", "install", "field"],
  ["appointment_moved", "Appointment moved", "install", "field"],
  ["technician_arrived", "Technician arrived", "install", "field"],
  ["install_done", "Installation done", "install", "field"],
  ["line_tested", "Line tested", "install", "field"],
  ["first_online", "First time online", "use", "crm"],
  ["account_view", "Looks at the account", "use", "crm"],
  ["outage_noticed", "Notices an outage", "use", "crm"],
  ["change_requested", "Asks for a change", "use", "desk"],
  ["plan_changed", "Plan changed", "use", "crm"],
  ["contact_opened", "Contacts us", "support", "desk"],
  ["contact_answered", "Gets an answer", "support", "desk"],
  ["asked_again", "Asked the same again", "support", "desk"],
  ["ticket_created", "Ticket created", "support", "desk"],
  ["transferred", "Passed on", "support", "desk"],
  ["diagnosis_done", "Diagnosis done", "support", "desk"],
  ["repair_done", "Repair done", "support", "desk"],
  ["approval_asked", "Approval asked", "support", "desk"],
  ["approval_given", "Approval given", "support", "desk"],
  ["remedy_given", "Remedy given", "support", "desk"],
  ["ticket_solved", "Ticket solved", "support", "desk"],
  ["ticket_reopened", "Ticket reopened", "support", "desk"],
  ["ticket_closed", "Ticket closed", "support", "desk"],
  ["invoice_issued", "Invoice issued", "bill", "billing"],
  ["payment_received", "Payment received", "bill", "billing"],
  ["payment_failed", "Payment failed", "bill", "billing"],
  ["reminder_sent", "Reminder sent", "bill", "billing"],
  ["invoice_corrected", "Invoice corrected", "bill", "billing"],
  ["promo_ended", "Promotion ended", "bill", "billing"],
  ["price_notice", "Price notice", "bill", "billing"],
  ["cancel_requested", "Asks to leave", "renew", "crm"],
  ["cancel_confirmed", "Leaving confirmed", "renew", "crm"],
  ["service_ended", "Service ended", "renew", "billing"],
  ["returned", "Comes back", "renew", "crm"],
  ["survey_invited", "Asked in a survey", null, "survey"],
  ["survey_answered", "Answered a survey", null, "survey"],
  ["contact_details_edited", "Contact details edited", null, "survey"],
] as const satisfies readonly (readonly [string, string, Stage | null, System])[];

type Activity = (typeof ACTIVITY_FACTS)[number][0];

/** What the customer does; everything else Harbourline does. */
const BY_CUSTOMER: ReadonlySet<Activity> = new Set([
  "visit_site",
  "check_address",
  "see_offer",
  "start_order",
  "choose_plan",
  "order_placed",
  "appointment_booked",
  "first_online",
  "account_view",
  "outage_noticed",
  "change_requested",
  "contact_opened",
  "ticket_reopened",
  "payment_received",
  "cancel_requested",
  "returned",
  "survey_answered",
]);

export const ACTIVITIES: readonly Activity[] = ACTIVITY_FACTS.map((fact) => fact[0]);
export const ACTIVITY_LABELS: readonly string[] = ACTIVITY_FACTS.map((fact) => fact[1]);
export const ACTIVITY_STAGE: readonly number[] = ACTIVITY_FACTS.map((fact) => (fact[2] === null ? -1 : STAGES.indexOf(fact[2])));
export const ACTIVITY_SYSTEM: readonly number[] = ACTIVITY_FACTS.map((fact) => SYSTEMS.indexOf(fact[3]));

export const ACTIVITY_BY: readonly ("customer" | "company")[] = ACTIVITIES.map((activity) =>
  BY_CUSTOMER.has(activity) ? "customer" : "company",
);

/** Code of an activity in the events' dictionary. */
export const CODE = Object.fromEntries(ACTIVITIES.map((activity, code) => [activity, code])) as Readonly<Record<Activity, number>>;

import type { Preset } from "./preset.ts";

/** Zendesk, tickets of a view: https://support.zendesk.com/hc/en-us/articles/4408886165402. A ticket is what came in, dated by when. */
export const zendeskTickets: Preset = {
  name: "Zendesk's export of tickets",
  kind: "events",
  known: ["Id", "Requester", "Requester id", "Created at", "Ticket type", "Via"],
  map: {
    case: "Id",
    customer: "Requester id",
    activity: "Ticket type",
    time: "Created at",
    channel: "Via",
    resource: "Assignee",
    unit: "Group",
    name: "Requester",
    email: "Requester email",
    kind: "Status",
  },
};

/** Freshdesk, tickets. Its page on exports could not be looked up: these headers are those of exported files, equal in several of them. */
export const freshdeskTickets: Preset = {
  name: "Freshdesk's export of tickets",
  kind: "events",
  known: ["Ticket ID", "Type", "Created time", "Resolution status", "Contact ID"],
  map: {
    case: "Ticket ID",
    customer: "Contact ID",
    activity: "Type",
    time: "Created time",
    channel: "Source",
    resource: "Agent",
    unit: "Group",
    name: "Full name",
    email: "Email",
    kind: "Status",
  },
};

/** Jira Service Management, requests as CSV: https://support.atlassian.com/jira-software-cloud/docs/export-issues/. Who reports is the customer. */
export const jiraRequests: Preset = {
  name: "Jira's export of requests",
  kind: "events",
  known: ["Issue key", "Issue id", "Issue Type", "Reporter", "Created"],
  map: {
    case: "Issue key",
    customer: ["Reporter Id", "Reporter"],
    activity: "Issue Type",
    time: "Created",
    resource: ["Assignee Id", "Assignee"],
    unit: "Project name",
    kind: "Status",
  },
};

import type {
  Action,
  Board,
  BoardFilter,
  CaseFilter,
  Cell,
  Company,
  CustomerIdentity,
  DemoState,
  Design,
  Deviations,
  Evidence,
  Figure,
  GoalLine,
  IdentityPair,
  Import,
  ImportKind,
  ImportPreview,
  JourneyDifferences,
  JourneyMap,
  JourneyWays,
  ListName,
  Operations,
  Resolution,
  Settings,
  Statement,
  World,
} from "@counterseat/server/api";

/** What the server says, as types only: nothing of the server, and no zod, reaches the browser. */
export type {
  Action,
  Board,
  BoardFilter,
  CaseFilter,
  Cell,
  Company,
  CustomerIdentity,
  DemoState,
  Design,
  Deviations,
  Evidence,
  Figure,
  GoalLine,
  IdentityPair,
  Import,
  ImportKind,
  ImportPreview,
  JourneyDifferences,
  JourneyMap,
  JourneyWays,
  ListName,
  Resolution,
  Settings,
  Statement,
  World,
};

export type Me = {
  user: { id: string; name: string } | null;
  /** Permissions by the server's names. */
  may: "everything" | readonly string[];
  /** The unit the viewer's work is narrowed to. */
  unit: string | null;
  setupNeeded: boolean;
  version: string;
  world: World;
  worlds: { own: boolean; sample: boolean };
};

/** Input and output of every operation the web calls, by its name in `routes.generated.ts`. */
export type Calls = Operations & {
  "session.getMe": { input: Record<string, never>; output: Me };
  "session.setup": { input: { token: string; name: string; email: string; password: string }; output: unknown };
};
type Output<K extends keyof Operations> = Operations[K]["output"];

export type Source = Output<"customer.listSources">["sources"][number];
export type Connection = Output<"customer.listConnections">["connections"][number];
export type SourceHealth = Quality["sources"][number];
export type TrackingPlan = Output<"customer.getTrackingPlan">;
export type ExpectedEvent = TrackingPlan["events"][number];
export type ExpectedProperty = ExpectedEvent["properties"][number];
export type DriftReport = Output<"customer.getDrift">;
export type Connector = Output<"customer.listConnectors">["connectors"][number];
export type SettingField = Connector["fields"][number];
export type Found = Output<"customer.testConnection">;
export type CustomerRow = Output<"customer.listCustomers">["customers"][number];
export type Quality = Output<"customer.getQuality">;
export type Timeline = Output<"customer.getTimeline">;
export type TimelineEntry = Timeline["entries"][number];
export type Upload = Output<"customer.upload">;
export type ListImport = Output<"company.importList">;
export type MapStep = JourneyMap["steps"][number];
export type MapPath = JourneyMap["paths"][number];
export type Member = Output<"access.listMembers">["members"][number];
export type Invitation = Output<"access.listMembers">["invitations"][number];
export type Role = Member["role"];
export type Key = Output<"access.listKeys">["keys"][number];
export type KeyScope = Operations["access.createKey"]["input"]["scopes"][number];
export type Session = Output<"access.listSessions">["sessions"][number];
export type AuditRow = Output<"access.listAudit">["rows"][number];
export type AuditCheck = Output<"access.verifyAudit">;

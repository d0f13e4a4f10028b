/** What keeps a store from taking writes now. A store in trouble is reopened in place until it is well again. */
export interface Trouble {
  readonly store: "records" | "events";
  /** The system's code (ENOSPC, EIO, EMFILE …), PostgreSQL's or the connection's (57P01, CONNECTION_CLOSED), or "other". */
  readonly code: string;
  /** UTC ms. */
  readonly since: number;
}

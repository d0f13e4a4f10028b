import type { ComponentType } from "react";
import type { MessageKey } from "./messages/text.ts";

/** One line a screen: its address, its name, its slice, what one must be allowed, the key after `g`, and where it is written. */
export type Page = {
  path: string;
  title: MessageKey;
  slice: string;
  permission: "anyone" | "read" | "write";
  key: string | null;
  nav: boolean;
  load: () => Promise<{ Page: ComponentType }>;
};

export const pages: readonly Page[] = [
  { path: "/", title: "page.board", slice: "gap", permission: "read", key: "b", nav: true, load: () => import("./gap/gap-board.page.tsx") },
  {
    path: "/journey",
    title: "page.journey",
    slice: "journey",
    permission: "read",
    key: "j",
    nav: true,
    load: () => import("./journey/journey.page.tsx"),
  },
  {
    path: "/customers",
    title: "page.customers",
    slice: "customer",
    permission: "read",
    key: "c",
    nav: true,
    load: () => import("./customer/customers.page.tsx"),
  },
  {
    path: "/customers/$id",
    title: "page.timeline",
    slice: "customer",
    permission: "read",
    key: null,
    nav: false,
    load: () => import("./customer/timeline.page.tsx"),
  },
  {
    path: "/act",
    title: "page.act",
    slice: "accountability",
    permission: "read",
    key: "a",
    nav: true,
    load: () => import("./accountability/act.page.tsx"),
  },
  {
    path: "/sources",
    title: "page.sources",
    slice: "customer",
    permission: "read",
    key: "s",
    nav: true,
    load: () => import("./customer/sources.page.tsx"),
  },
  {
    path: "/import",
    title: "page.import",
    slice: "customer",
    permission: "write",
    key: "i",
    nav: false,
    load: () => import("./customer/import.page.tsx"),
  },
  {
    path: "/company",
    title: "page.company",
    slice: "company",
    permission: "write",
    key: "o",
    nav: true,
    load: () => import("./company/company.page.tsx"),
  },
  {
    path: "/sign-in",
    title: "page.sign-in",
    slice: "session",
    permission: "anyone",
    key: null,
    nav: false,
    load: () => import("./session/sign-in.page.tsx"),
  },
  {
    path: "/setup",
    title: "page.setup",
    slice: "session",
    permission: "anyone",
    key: null,
    nav: false,
    load: () => import("./session/setup.page.tsx"),
  },
];

import type { ComponentType } from "react";
import type { MessageKey } from "./messages/text.ts";

/** As the server names what a role may do. */
export type Permission = `${string}:${"read" | "write"}`;

/**
 * One line a screen: its address, its name, its slice, what one must be allowed (`member`: to be signed in), the key after `g`, and where
 * it is written.
 */
export type Page = {
  path: string;
  title: MessageKey;
  slice: string;
  permission: "anyone" | "member" | Permission;
  key: string | null;
  nav: boolean;
  load: () => Promise<{ Page: ComponentType }>;
};

export const pages: readonly Page[] = [
  {
    path: "/",
    title: "page.board",
    slice: "gap",
    permission: "gap:read",
    key: "b",
    nav: true,
    load: () => import("./gap/gap-board.page.tsx"),
  },
  {
    path: "/journey",
    title: "page.journey",
    slice: "journey",
    permission: "journey:read",
    key: "j",
    nav: true,
    load: () => import("./journey/journey.page.tsx"),
  },
  {
    path: "/work",
    title: "page.work",
    slice: "journey",
    permission: "journey:read",
    key: "w",
    nav: true,
    load: () => import("./work/work.page.tsx"),
  },
  {
    path: "/customers",
    title: "page.customers",
    slice: "customer",
    permission: "customer:read",
    key: "c",
    nav: true,
    load: () => import("./customer/customers.page.tsx"),
  },
  {
    path: "/customers/$id",
    title: "page.timeline",
    slice: "customer",
    permission: "customer:read",
    key: null,
    nav: false,
    load: () => import("./customer/timeline.page.tsx"),
  },
  {
    path: "/asset",
    title: "page.asset",
    slice: "asset",
    permission: "asset:read",
    key: "m",
    nav: true,
    load: () => import("./asset/asset.page.tsx"),
  },
  {
    path: "/voice",
    title: "page.voice",
    slice: "voice",
    permission: "voice:read",
    key: "v",
    nav: true,
    load: () => import("./voice/voice.page.tsx"),
  },
  {
    path: "/act",
    title: "page.act",
    slice: "accountability",
    permission: "accountability:read",
    key: "a",
    nav: true,
    load: () => import("./accountability/act.page.tsx"),
  },
  {
    path: "/sources",
    title: "page.sources",
    slice: "customer",
    permission: "customer:read",
    key: "s",
    nav: true,
    load: () => import("./customer/sources.page.tsx"),
  },
  {
    path: "/sources/$id",
    title: "page.source",
    slice: "customer",
    permission: "customer:read",
    key: null,
    nav: false,
    load: () => import("./customer/source.page.tsx"),
  },
  {
    path: "/quality",
    title: "page.quality",
    slice: "customer",
    permission: "customer:read",
    key: "q",
    nav: true,
    load: () => import("./customer/quality.page.tsx"),
  },
  {
    path: "/review",
    title: "page.review",
    slice: "customer",
    permission: "customer:write",
    key: "d",
    nav: false,
    load: () => import("./customer/review.page.tsx"),
  },
  {
    path: "/privacy",
    title: "page.privacy",
    slice: "customer",
    permission: "privacy:read",
    key: null,
    nav: false,
    load: () => import("./customer/privacy.page.tsx"),
  },
  {
    path: "/import",
    title: "page.import",
    slice: "customer",
    permission: "customer:write",
    key: "i",
    nav: false,
    load: () => import("./customer/import.page.tsx"),
  },
  {
    path: "/connect",
    title: "page.connect",
    slice: "customer",
    permission: "customer:write",
    key: "n",
    nav: false,
    load: () => import("./customer/connect.page.tsx"),
  },
  {
    path: "/company",
    title: "page.company",
    slice: "company",
    permission: "company:write",
    key: "o",
    nav: true,
    load: () => import("./company/company.page.tsx"),
  },
  {
    path: "/people",
    title: "page.people",
    slice: "access",
    permission: "access:read",
    key: "p",
    nav: true,
    load: () => import("./access/people.page.tsx"),
  },
  {
    path: "/keys",
    title: "page.program-keys",
    slice: "access",
    permission: "access:read",
    key: "k",
    nav: false,
    load: () => import("./access/keys.page.tsx"),
  },
  {
    path: "/audit",
    title: "page.audit",
    slice: "access",
    permission: "access:read",
    key: "t",
    nav: false,
    load: () => import("./access/audit.page.tsx"),
  },
  {
    path: "/help",
    title: "page.guide",
    slice: "help",
    permission: "member",
    key: "h",
    nav: false,
    load: () => import("./help/guide.page.tsx"),
  },
  {
    path: "/help/api",
    title: "page.api",
    slice: "help",
    permission: "member",
    key: "r",
    nav: false,
    load: () => import("./help/api.page.tsx"),
  },
  {
    path: "/help/$page",
    title: "page.guide",
    slice: "help",
    permission: "member",
    key: null,
    nav: false,
    load: () => import("./help/guide.page.tsx"),
  },
  {
    path: "/account",
    title: "page.account",
    slice: "access",
    permission: "member",
    key: "u",
    nav: false,
    load: () => import("./access/account.page.tsx"),
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
  {
    path: "/join",
    title: "page.join",
    slice: "session",
    permission: "anyone",
    key: null,
    nav: false,
    load: () => import("./session/join.page.tsx"),
  },
];

/** The page that stands at an address. */
export function pageAt(pathname: string): Page | null {
  const here = pathname.split("/");
  const fits = (path: string) => {
    const parts = path.split("/");
    return parts.length === here.length && parts.every((part, at) => part.startsWith("$") || part === here[at]);
  };
  return pages.find((page) => fits(page.path)) ?? null;
}

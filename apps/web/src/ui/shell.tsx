import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { SampleDialog } from "../demo/sample-dialog.tsx";
import { keepShown } from "../help/put-away.ts";
import { t } from "../messages/text.ts";
import { pageAt, pages, type Page } from "../pages.ts";
import { useOpenPages } from "../session/may.ts";
import { NotYours } from "../session/not-yours.tsx";
import { useOrganisation } from "../session/organisation.ts";
import { useMe } from "../session/read.ts";
import { AccountMenu } from "../session/account-menu.tsx";
import { chooseWorld } from "../session/world.ts";
import { WorldSwitch } from "../session/world-switch.tsx";
import { Announcer } from "./announce.tsx";
import { KeyList, useKeys } from "./keys.tsx";
import { BrandMark, FindMark } from "./marks.tsx";
import { Palette } from "./palette.tsx";
import type { PaletteAct } from "./palette-entries.ts";
import { Trouble, Waiting } from "./trouble.tsx";

/** The frame of every screen: skip link, top bar, the page, and what opens with a key. */
export function Shell() {
  const [open, setOpen] = useState<"palette" | "keys" | "sample" | null>(null);
  const gate = useGate();
  const navigate = useNavigate();
  const close = () => setOpen(null);
  const act = (what: PaletteAct) => {
    if (what === "keys" || what === "sample") setOpen(what);
    else if (what === "print")
      setTimeout(() => window.print(), 100); // once the dialog is gone from the page
    else if (what === "checklist") {
      keepShown("shown");
      void navigate({ to: "/" }).then(() => document.getElementById("first-steps")?.focus());
    } else chooseWorld(what === "see-own" ? "own" : "sample");
  };
  useKeys({ palette: () => setOpen("palette"), list: () => setOpen("keys"), on: gate === "open" });
  return (
    <>
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      <TopBar full={gate === "open"} onFind={() => setOpen("palette")} />
      <main className="page" id="main" tabIndex={-1}>
        {gate === "waiting" ? <Waiting what={t("shell.waiting")} /> : gate === "broken" ? <Broken /> : <Allowed />}
      </main>
      {open === "palette" && <Palette onClose={close} onAct={act} />}
      {open === "sample" && (
        <SampleDialog
          onClose={close}
          onLoaded={() => {
            close();
            void navigate({ to: "/" });
          }}
        />
      )}
      <KeyList opened={open === "keys"} onClose={close} />
      <Announcer />
    </>
  );
}

function TopBar({ full, onFind }: { full: boolean; onFind: () => void }) {
  const organisation = useOrganisation();
  const menu = useRef<HTMLDetailsElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    if (menu.current !== null) menu.current.open = false;
  }, [pathname]);
  return (
    <header className="top">
      <Link className="brand" to="/">
        <BrandMark />
        <span>{t("app.name")}</span>
      </Link>
      {full && (
        <>
          <nav className="nav" aria-label={t("shell.nav")}>
            <NavLinks />
          </nav>
          <button className="find" type="button" onClick={onFind} aria-keyshortcuts="Control+K">
            <FindMark />
            <span>{t("shell.find")}</span>
            <kbd>{t("shell.find.key")}</kbd>
          </button>
          <WorldSwitch />
          <AccountMenu organisation={organisation} />
          <details className="menu" ref={menu}>
            <summary>{t("shell.menu")}</summary>
            <nav aria-label={t("shell.nav.narrow")}>
              <NavLinks />
              <button type="button" className="link menu-find" onClick={onFind}>
                {t("shell.find")}
              </button>
              <WorldSwitch />
              <AccountMenu organisation={organisation} inMenu />
            </nav>
          </details>
        </>
      )}
    </header>
  );
}

/** The page at this address, if the viewer's role includes it. Who may not see the first page starts at the first they may. */
function Allowed() {
  const me = useMe();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const open = useOpenPages();
  const page = pageAt(pathname);
  const refused: Page | null = page === null || open.includes(page) || me.data?.user == null ? null : page;
  const instead = refused?.path === "/" ? open.find((each) => each.nav) : undefined;
  useEffect(() => {
    if (instead !== undefined) void navigate({ to: instead.path, replace: true });
  }, [instead, navigate]);
  if (instead !== undefined) return <Waiting what={t("shell.waiting")} />;
  return refused === null ? <Outlet /> : <NotYours page={refused} />;
}

function NavLinks() {
  return useOpenPages()
    .filter((page) => page.nav)
    .map((page) => (
      <Link key={page.path} to={page.path} activeOptions={{ exact: page.path === "/", includeSearch: false }}>
        {t(page.title)}
      </Link>
    ));
}

function Broken() {
  const me = useMe();
  return <Trouble error={me.error} again={() => void me.refetch()} />;
}

/** Who is not signed in is led to the sign-in page and back afterwards. */
function useGate(): "open" | "closed" | "waiting" | "broken" {
  const me = useMe();
  const { pathname, href } = useLocation();
  const navigate = useNavigate();
  const anyone = pages.some((page) => page.path === pathname && page.permission === "anyone");
  const signedOut = me.data !== undefined && me.data.user === null;
  useEffect(() => {
    if (signedOut && !anyone) void navigate({ to: "/sign-in", search: { next: href }, replace: true });
  }, [anyone, href, navigate, signedOut]);
  if (me.isError && me.data === undefined) return "broken";
  if (me.data === undefined) return anyone ? "closed" : "waiting";
  return signedOut ? (anyone ? "closed" : "waiting") : "open";
}

import { Popover } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { call, post } from "../api.ts";
import { t } from "../messages/text.ts";
import { schemes, useScheme } from "../ui/scheme.ts";
import { Confirm } from "../ui/dialog.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { useMay } from "./may.ts";
import { useMe, useRefresh } from "./read.ts";
import { forgetVisits } from "./visits.ts";

/** The organisation's name opens what belongs to the viewer: theme, the sample, sign-out. */
export function AccountMenu({ organisation, inMenu = false }: { organisation: string | null; inMenu?: boolean }) {
  const [open, setOpen] = useState(false);
  if (inMenu) {
    return (
      <div className="account in-menu">
        <AccountBody onGo={() => undefined} />
      </div>
    );
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={250} returnFocus trapFocus>
      <Popover.Target>
        <button type="button" className="org" onClick={() => setOpen(!open)}>
          {organisation ?? t("account.menu")} <span aria-hidden="true">▾</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("account.menu")}>
        <div className="account">
          <AccountBody onGo={() => setOpen(false)} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function AccountBody({ onGo }: { onGo: () => void }) {
  const me = useMe();
  const may = useMay();
  const [scheme, setScheme] = useScheme();
  const refresh = useRefresh();
  const [clearing, setClearing] = useState(false);
  const user = me.data?.user ?? null;
  return (
    <>
      {user !== null && (
        <p>
          <Link className="strong" to="/account" onClick={onGo}>
            {user.name}
          </Link>
          <span className="mut"> {t("account.yours")}</span>
        </p>
      )}
      <div className="seg" role="group" aria-label={t("account.theme")}>
        {schemes.map((each) => (
          <button key={each} type="button" aria-pressed={scheme === each} onClick={() => setScheme(each)}>
            {t(`theme.${each}`)}
          </button>
        ))}
      </div>
      <LanguageChoice />
      {me.data?.worlds.sample === true && may("demo:write") && (
        <button type="button" className="link" onClick={() => setClearing(true)}>
          {t("demo.clear")}
        </button>
      )}
      {user !== null && (
        <p>
          <Link to="/help" onClick={onGo}>
            {t("page.guide")}
          </Link>
          {" · "}
          <Link to="/help/api" onClick={onGo}>
            {t("page.api")}
          </Link>
        </p>
      )}
      {user !== null && (
        <button
          type="button"
          className="btn small"
          onClick={() => {
            forgetVisits();
            void post("/api/auth/sign-out", {}).finally(() => window.location.assign("/sign-in"));
          }}
        >
          {t("account.sign-out")}
        </button>
      )}
      {me.data !== undefined && <p className="xs mut">{t("account.version", { version: me.data.version })}</p>}
      <Confirm
        opened={clearing}
        title={t("demo.clear")}
        what={t("demo.clear.what")}
        yes={t("demo.clear.yes")}
        onClose={() => setClearing(false)}
        onYes={() => {
          setClearing(false);
          void call("demo.clear", {}).then(refresh);
        }}
      />
    </>
  );
}

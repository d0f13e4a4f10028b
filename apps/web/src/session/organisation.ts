import { useRead, useMe } from "./read.ts";

/** The organisation's name for the top bar and the document titles; null while nobody is signed in or it has none. */
export function useOrganisation(): string | null {
  const me = useMe();
  const company = useRead("company.getCompany", {}, { enabled: me.data !== undefined && me.data.user !== null });
  return company.data?.settings.name ?? null;
}

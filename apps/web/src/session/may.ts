import { pages, type Page, type Permission } from "../pages.ts";
import { useMe } from "./read.ts";

/** What the viewer's role allows. Nothing, until it is known; the server decides in any case. */
export function useMay(): (permission: Permission) => boolean {
  const may = useMe().data?.may ?? [];
  return (permission) => may === "everything" || may.includes(permission);
}

/** The pages the viewer may open, in their order. */
export function useOpenPages(): readonly Page[] {
  const may = useMay();
  return pages.filter((page) => page.permission === "anyone" || page.permission === "member" || may(page.permission));
}

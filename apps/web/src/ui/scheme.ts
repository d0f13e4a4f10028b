import { useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";

/** Light, dark or as the system says. Mantine remembers it; the tokens read it from `data-theme` on the page. */
export type Scheme = "auto" | "light" | "dark";
export const schemes = ["auto", "light", "dark"] as const;

export function useScheme(): [Scheme, (scheme: Scheme) => void] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  useEffect(() => wearScheme(colorScheme), [colorScheme]);
  return [colorScheme, setColorScheme];
}

export function rememberedScheme(): Scheme {
  const value = localStorage.getItem("mantine-color-scheme-value");
  return value === "light" || value === "dark" ? value : "auto";
}

export function wearScheme(scheme: Scheme): void {
  if (scheme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = scheme;
}

import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

/** The interface is ink: the one colour Mantine may put on a control. Every other colour is data and comes from tokens.css. */
const ink: MantineColorsTuple = [
  "#ECEAE4",
  "#D9D6CE",
  "#BCB9B1",
  "#9D9A91",
  "#7F7E76",
  "#66625A",
  "#4E4B45",
  "#3A3732",
  "#2A2824",
  "#1D1B18",
];

export const theme = createTheme({
  colors: { ink },
  primaryColor: "ink",
  primaryShade: { light: 9, dark: 0 },
  autoContrast: true,
  fontFamily: "var(--cs-sans)",
  fontFamilyMonospace: "var(--cs-mono)",
  fontSizes: { xs: ".6875rem", sm: ".75rem", md: ".8125rem", lg: ".875rem", xl: "1rem" },
  fontWeights: { medium: "600" },
  headings: { fontWeight: "600" },
  spacing: { xs: ".25rem", sm: ".5rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { sm: "4px", md: "6px" },
  defaultRadius: "md",
  focusRing: "auto",
  respectReducedMotion: true,
});

const shared = {
  "--mantine-color-body": "var(--cs-surface)",
  "--mantine-color-text": "var(--cs-ink)",
  "--mantine-color-dimmed": "var(--cs-ink-3)",
  "--mantine-color-placeholder": "var(--cs-ink-3)",
  "--mantine-color-default": "var(--cs-surface)",
  "--mantine-color-default-border": "var(--cs-control)",
  "--mantine-color-default-hover": "var(--cs-hover)",
  "--mantine-color-default-color": "var(--cs-ink)",
  "--mantine-color-error": "var(--cs-bad-text)",
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });

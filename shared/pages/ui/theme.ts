import { type CSSVariablesResolver, createTheme } from "@mantine/core";

/** Small grey letters with the contrast that everybody can read. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#495057",
    // White letters stay readable while the pointer is over a button.
    "--mantine-color-cyan-filled-hover": "#095c6b",
    "--mantine-color-placeholder": "#5c636a",
    "--mantine-color-error": "#b02525",
  },
  dark: {},
});

export const theme = createTheme({
  primaryColor: "cyan",
  // The darker shades: white text on them has the contrast that small letters need.
  primaryShade: 9,
  defaultRadius: "md",
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  headings: { fontWeight: "650" },
  // Messages go by themselves; their button would have no name.
  components: { Notification: { defaultProps: { withCloseButton: false } } },
});

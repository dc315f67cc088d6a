import { Code } from "@mantine/core";

export const Json = ({ value }: { readonly value: unknown }) => (
  // Long ones scroll, also by the keyboard.
  <Code block className="code" tabIndex={0} mah={560} style={{ overflow: "auto" }}>
    {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
  </Code>
);

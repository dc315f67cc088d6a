import { Text } from "@mantine/core";

/** One value with its name above it. */
export const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <Text size="xs" c="dimmed">
      {name}
    </Text>
    <Text fw={600} className="wrap">
      {value}
    </Text>
  </div>
);

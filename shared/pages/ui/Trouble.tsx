import { Alert, Button, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { TillbridgeProblem } from "../../client/problem.ts";
import { useTrouble } from "./sentences.ts";

/** What went wrong, in the reader's language, and the number to name to support. */
export const Trouble = ({ error, retry }: { readonly error: unknown; retry?(): void }) => {
  const { t } = useTranslation();
  const problem = error instanceof TillbridgeProblem ? error : undefined;
  const { title, detail } = useTrouble()(error);
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={title} role="alert">
      {detail && <Text size="sm">{detail}</Text>}
      {problem?.requestId && (
        <Text size="xs" mt={4}>
          {t("trouble.request", { id: problem.requestId })}
        </Text>
      )}
      {retry && (
        <Button variant="default" size="compact-sm" mt="xs" onClick={retry}>
          {t("trouble.again")}
        </Button>
      )}
    </Alert>
  );
};

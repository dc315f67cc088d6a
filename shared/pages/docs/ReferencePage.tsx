import { Center, Loader } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

/** The reference is made from the API's own document; what is tried there goes to this origin, with this browser's cookie. */
export const ReferencePage = () => {
  const { t } = useTranslation();
  const [isLoading, setLoading] = useState(true);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isOver = false;
    let end: (() => void) | undefined;
    void import("scalar-reference").then(({ createApiReference }) => {
      if (isOver || !place.current) return;
      setLoading(false);
      const reference = createApiReference(place.current, {
        url: "/openapi.json",
        proxyUrl: "",
        withDefaultFonts: false,
        hideClientButton: true,
        telemetry: false,
        showDeveloperTools: "never",
        defaultOpenAllTags: false,
        agent: { disabled: true },
        mcp: { disabled: true },
        onBeforeRequest: ({
          request,
          requestBuilder,
        }: {
          request?: Request;
          requestBuilder?: { headers: Headers };
        }) => {
          (requestBuilder?.headers ?? request?.headers)?.set("tillbridge-page", "console");
        },
      });
      end = () => reference.destroy?.();
    });
    return () => {
      isOver = true;
      end?.();
    };
  }, []);
  return (
    <main aria-label={t("nav.docs")}>
      {isLoading && (
        <Center p="xl">
          <Loader role="status" aria-label={t("loading")} />
        </Center>
      )}
      <div ref={place} />
    </main>
  );
};

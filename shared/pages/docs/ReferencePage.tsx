import { Center, Loader } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

/** Its own greys and colours are too pale to be read by everybody. */
const readable = `.light-mode {
  --scalar-color-2: #454545;
  --scalar-color-3: #5f5f5f;
  --scalar-sidebar-color-2: #454545;
  --scalar-color-green: #0b6b3a;
  --scalar-color-blue: #0b5394;
  --scalar-color-orange: #8a4b00;
  --scalar-color-yellow: #6b5300;
  --scalar-color-red: #a31515;
  --scalar-color-purple: #5b3a99;
}`;

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
        customCss: readable,
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
  // The reference brings a main part of its own.
  return (
    <>
      {isLoading && (
        <Center component="main" p="xl">
          <Loader role="status" aria-label={t("loading")} />
        </Center>
      )}
      <div ref={place} />
    </>
  );
};

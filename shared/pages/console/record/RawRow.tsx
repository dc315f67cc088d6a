import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { linesOf } from "./paths.ts";
import classes from "./RawRow.module.css";

/** The vendor's own row. What a chosen field is made of stands out, and is brought into sight. */
export const RawRow = ({ raw, chosen }: { readonly raw: unknown; readonly chosen: readonly string[] }) => {
  const { t } = useTranslation();
  const box = useRef<HTMLElement>(null);
  const [first] = chosen;
  useEffect(() => {
    if (first !== undefined) box.current?.querySelector("mark")?.scrollIntoView({ block: "nearest" });
  }, [first]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keyboard
    <section className={`code ${classes.row}`} tabIndex={0} aria-label={t("record.raw")} ref={box}>
      {linesOf(raw).map(({ path, depth, text }, index) => {
        const isChosen = path !== "" && chosen.includes(path);
        const shown = isChosen ? <mark className={classes.chosen}>{text}</mark> : text;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and stay where they are
          <div key={index} className={classes.line} style={{ "--depth": depth } as React.CSSProperties}>
            {shown}
          </div>
        );
      })}
    </section>
  );
};

import { RemovalPolicy } from "aws-cdk-lib";
import { RetentionDays } from "aws-cdk-lib/aws-logs";

export interface StageSettings {
  readonly name: string;
  /** What happens to data when it leaves the stack. */
  readonly removalPolicy: RemovalPolicy;
  /** Guards the table and the stack against deletion, and keeps 35 days of point-in-time backups. */
  readonly protected: boolean;
  readonly logRetention: RetentionDays;
}

const prod: StageSettings = {
  name: "prod",
  removalPolicy: RemovalPolicy.RETAIN,
  protected: true,
  logRetention: RetentionDays.THREE_MONTHS,
};

const throwaway = (name: string): StageSettings => ({
  name,
  removalPolicy: RemovalPolicy.DESTROY,
  protected: false,
  logRetention: RetentionDays.ONE_WEEK,
});

/** `prod`, and `prod-...` for another region, keep everything; any other stage (`dev`, a developer's own) can be thrown away. */
export const stageSettings = (name: unknown): StageSettings => {
  if (typeof name !== "string" || !/^[a-z][a-z0-9-]{0,15}$/.test(name)) {
    throw new Error(`-c stage=${String(name)}: a stage is up to 16 lower-case letters, digits and hyphens`);
  }
  return name === prod.name || name.startsWith(`${prod.name}-`) ? { ...prod, name } : throwaway(name);
};

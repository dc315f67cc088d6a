/** The parts of a CloudFormation template that are read here. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  /** `any`: each type of resource has properties of its own. */
  readonly Properties?: Readonly<Record<string, any>>;
}

/** What a deploy brings beside the first one's template. */
export interface Release {
  /** Each function gets it in its environment, so each of them is replaced. */
  readonly name: string;
  /** The defect of this release: these variables of this function are wrong. */
  readonly defect?: { readonly functionName: string; readonly environment: Readonly<Record<string, string>> };
}

/** AWS makes these and the emulator does not. Nothing else in the stack names them. */
const unknownToEmulator = ["AWS::Logs::QueryDefinition"];

/** An alarm that is computed of several metrics watches the first of them instead: the emulator cannot compute. */
const withOneMetric = (resource: Resource): Resource => {
  const { Metrics: metrics, ...rest } = resource.Properties ?? {};
  if (resource.Type !== "AWS::CloudWatch::Alarm" || metrics === undefined) return resource;
  const {
    Metric: metric,
    Period,
    Stat,
  } = metrics.find((one: Record<string, unknown>) => one.MetricStat !== undefined).MetricStat;
  return { ...resource, Properties: { ...rest, ...metric, Period, Statistic: Stat } };
};

/** Endpoints of tenants are on this machine, where the emulator's functions run. */
const withLocalEndpoints = (resource: Resource): Resource =>
  withEnvironment(resource, { ALLOW_LOCAL_ENDPOINTS: "true" });

const withEnvironment = (resource: Resource, variables: Readonly<Record<string, string>>): Resource => {
  if (resource.Type !== "AWS::Lambda::Function") return resource;
  const { Environment: environment, ...rest } = resource.Properties ?? {};
  return {
    ...resource,
    Properties: { ...rest, Environment: { Variables: { ...environment?.Variables, ...variables } } },
  };
};

/** The template of a release: each function differs from the release before, one of them perhaps by a defect. */
export const templateOfRelease = <Whole extends Template>(template: Whole, { name, defect }: Release): Whole => ({
  ...template,
  Resources: Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => {
      const isDefective = defect !== undefined && resource.Properties?.FunctionName === defect.functionName;
      return [id, withEnvironment(resource, { RELEASE: name, ...(isDefective ? defect.environment : {}) })];
    }),
  ),
});

/**
 * The stack's template as the emulator takes it: each resource that it knows, none with a feature that it lacks.
 * @throws Error where another resource names one that has to be left out
 */
export const templateForEmulator = <Whole extends Template>(template: Whole): Whole => {
  const all = Object.entries(template.Resources);
  const isUnknown = ({ Type }: Resource) => unknownToEmulator.includes(Type);
  const kept = all.filter(([, resource]) => !isUnknown(resource));
  const result = {
    ...template,
    Resources: Object.fromEntries(kept.map(([name, resource]) => [name, withLocalEndpoints(withOneMetric(resource))])),
  };
  const text = JSON.stringify(result);
  for (const [name, { Type }] of all.filter(([, resource]) => isUnknown(resource)))
    if (text.includes(`"${name}"`)) throw new Error(`${name} (${Type}) is named by a resource that the emulator keeps`);
  return result;
};

/** The parts of a CloudFormation template that are read here. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, any>>;
}

/** AWS makes these and the emulator does not. Nothing else in the stack names them. */
const unknownToEmulator = ["AWS::Logs::QueryDefinition"];

/** An alarm that is computed of several metrics watches the first of them instead: the emulator cannot compute. */
const withOneMetric = (resource: Resource): Resource => {
  const { Metrics: metrics, ...rest } = resource.Properties ?? {};
  if (resource.Type !== "AWS::CloudWatch::Alarm" || metrics === undefined) return resource;
  const { Metric: metric, Period, Stat } = metrics.find((one: any) => one.MetricStat !== undefined).MetricStat;
  return { ...resource, Properties: { ...rest, ...metric, Period, Statistic: Stat } };
};

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
    Resources: Object.fromEntries(kept.map(([name, resource]) => [name, withOneMetric(resource)])),
  };
  const text = JSON.stringify(result);
  for (const [name, { Type }] of all.filter(([, resource]) => isUnknown(resource)))
    if (text.includes(`"${name}"`)) throw new Error(`${name} (${Type}) is named by a resource that the emulator keeps`);
  return result;
};

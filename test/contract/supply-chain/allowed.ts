/** Licences (SPDX) of what is deployed: they ask for no more than a notice. */
export const shipped: readonly string[] = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
];

/** Of tools, which are used as they come and are part of nothing that is deployed. */
export const tools: readonly string[] = [...shipped, "BlueOak-1.0.0", "CC-BY-3.0", "CC0-1.0", "MPL-2.0", "Python-2.0"];

/**
 * Packages that travel inside of another one's archive: they have no archive, and so no integrity, of their own. The
 * integrity of the package that bundles them covers them.
 */
export const bundling: Readonly<Record<string, number>> = {
  "@aws-cdk/cloud-assembly-schema": 2,
  "aws-cdk-lib": 19,
};

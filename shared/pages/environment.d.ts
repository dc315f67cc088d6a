declare module "*.css";
/** The browser bundle of @scalar/api-reference; see infra/pages.ts. */
declare module "scalar-reference" {
  export const createApiReference: (place: Element, settings: object) => { destroy?(): void };
}

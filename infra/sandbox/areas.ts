/* Provinces, districts and wards as the lists of Nhanh have them. Ids differ between its versions and its schemes. */

export interface SimulatedArea {
  readonly id: number;
  readonly name: string;
  readonly otherName?: string;
  /** Districts of a province, wards of a district; wards of a province in the two-tier scheme. */
  readonly areas?: readonly SimulatedArea[];
}

const inside = (areas: readonly SimulatedArea[], depth: number): readonly { area: SimulatedArea; parent: number }[] =>
  areas.flatMap((parent) =>
    depth === 1
      ? (parent.areas ?? []).map((area) => ({ area, parent: parent.id }))
      : inside(parent.areas ?? [], depth - 1),
  );

/** The areas `depth` tiers below the provinces, within one parent if it is given. */
export const areasAt = (
  provinces: readonly SimulatedArea[],
  depth: number,
  parentId: unknown,
): readonly { area: SimulatedArea; parent?: number }[] => {
  if (depth === 0) return provinces.map((area) => ({ area }));
  const all = inside(provinces, depth);
  return parentId === undefined ? all : all.filter(({ parent }) => String(parent) === String(parentId));
};

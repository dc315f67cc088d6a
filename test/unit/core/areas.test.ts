import { describe, expect, test } from "vitest";
import { areasNamed } from "../../../shared/core/area-names.ts";
import { type AreaLists, locate } from "../../../shared/core/areas.ts";
import { Rejected } from "../../../shared/core/errors.ts";

const named = (names: readonly string[], text: string) =>
  areasNamed(
    names.map((name) => ({ name })),
    text,
  ).map(({ name }) => name);

describe("a name means the area of the list", () => {
  test.each([
    ["Hồ Chí Minh", "TP. Hồ Chí Minh"],
    ["Hồ Chí Minh", "TP.Hồ Chí Minh"],
    ["Hồ Chí Minh", "thành phố hồ chí minh"],
    ["An Giang", "Tỉnh An Giang"],
    ["Quận 1", "Q.1"],
    ["Quận 1", "Q1"],
    ["Quận 1", "q. 01"],
    ["Phường 05", "P.5"],
    ["Phường Bến Nghé", "bến nghé"],
    ["Phường Bến Nghé", "P. Bến Nghé"],
    ["Xã An Phú", "x. An Phú"],
    ["Thị trấn Hòa Bình", "TT Hoà Bình"],
    ["Đống Đa", "Dong Da"],
    ["Quận Hoàn Kiếm", "quan Hoan Kiem"],
    ["Phường Phú Mỹ", "Phú Mỹ"],
    ["Huyện Hóc Môn", "hóc môn"],
  ])("%s is what %s means, in either form of Unicode", (listed, text) => {
    for (const form of ["NFC", "NFD"] as const)
      expect(named(["Khác", listed.normalize(form)], text.normalize(form === "NFC" ? "NFD" : "NFC"))).toEqual([
        listed.normalize(form),
      ]);
  });

  test.each([
    [["Phường Tân An"], "Xã Tân An"],
    [["Hà Nội"], "Hà Nam"],
    // Accents that are written say something.
    [["Lê Lợi"], "Lê Lai"],
    [["Phường Mỹ"], "Mý"],
    [["Quận 11"], "Quận 1"],
  ])("%j has no %s", (list, text) => {
    expect(named(list, text)).toEqual([]);
  });

  test("the kind tells two areas of one name apart, and without it both are meant", () => {
    const both = ["Huyện Sơn Tây", "Thị xã Sơn Tây"];
    expect(named(both, "TX Sơn Tây")).toEqual(["Thị xã Sơn Tây"]);
    expect(named(both, "Sơn Tây")).toEqual(both);
  });

  test("another name of the list counts as well", () => {
    const list = [{ name: "Hồ Chí Minh", otherNames: ["Sài Gòn"] }];
    expect(areasNamed(list, "sài gòn")).toEqual(list);
  });
});

const lists = (takes: AreaLists["takes"], schemes: AreaLists["schemes"] = ["three-tier"]): AreaLists => ({
  vendor: "The vendor",
  takes,
  schemes,
  areas: async ({ tier, scheme, parent }) => {
    if (tier === "province") return [{ id: "1", name: "Hà Nội" }];
    if (scheme === "two-tier") return parent?.id === "1" ? [{ id: "900", name: "Phường Láng" }] : [];
    if (tier === "district") return parent?.id === "1" ? [{ id: "12", name: "Quận Đống Đa" }] : [];
    return parent?.id === "12" ? [{ id: "123", name: "Phường Láng Hạ" }] : [];
  },
});
const reach = { call: async () => ({}), copy: async () => [] };
const full = { province: "hà nội", district: "Đống Đa", ward: "P. Láng Hạ" };

describe("an address is located", () => {
  test("by names, where the vendor takes ids", async () => {
    expect(await locate(full, lists("ids"), reach)).toEqual({
      address: { ...full, provinceId: "1", districtId: "12", wardId: "123", scheme: "three-tier" },
      problems: {},
      told: {},
    });
  });

  test("by ids or by names in any spelling, where the vendor takes its own names", async () => {
    const right = { line: "1 Láng", province: "Hà Nội", district: "Quận Đống Đa", ward: "Phường Láng Hạ" };
    const ids = { provinceId: "1", districtId: "12", wardId: "123" };
    for (const given of [full, ids, { ...full, ...ids }])
      expect((await locate({ line: "1 Láng", ...given }, lists("names"), reach)).address).toEqual(right);
  });

  test("with all of its areas or with none: those that are not found stand in its line", async () => {
    const { address, problems, told } = await locate(
      { line: "1 Láng", name: "Lan", province: "Hà Nội", districtId: "12", ward: "Phường Không Có" },
      lists("ids"),
      reach,
    );
    expect(address).toEqual({ name: "Lan", line: "1 Láng, Phường Không Có, Quận Đống Đa, Hà Nội" });
    expect(problems).toEqual({ ward: expect.stringContaining("no ward called Phường Không Có") });
    expect(Object.keys(told).sort()).toEqual(["districtId", "province", "ward"]);
  });

  test("nowhere by an id that the list does not have: it is left out, and told", async () => {
    const { address, problems } = await locate({ line: "1 Láng", provinceId: "77" }, lists("names"), reach);
    expect(address).toEqual({ line: "1 Láng" });
    expect(Object.keys(problems)).toEqual(["provinceId"]);
  });

  test.each(["ids", "names", "ids and names"] as const)(
    "not by a name beside another one's id (takes %s)",
    async (takes) => {
      const given = { line: "1 Láng", province: "Hải Phòng", provinceId: "1", scheme: "three-tier" as const };
      const { address, problems } = await locate(given, lists(takes), reach);
      expect(address).toEqual({ line: "1 Láng, Hải Phòng" });
      expect(problems).toEqual({ province: "The vendor calls the province with the id 1 Hà Nội" });
      const right = await locate({ ...given, province: "TP Hà Nội" }, lists(takes), reach);
      expect(right.problems).toEqual({});
    },
  );

  test("by the id where its name is that of several", async () => {
    const twins: AreaLists = {
      ...lists("names"),
      areas: async () => [
        { id: "1", name: "Huyện Sơn Tây" },
        { id: "2", name: "Thị xã Sơn Tây" },
      ],
    };
    const given = { province: "Sơn Tây", provinceId: "2" };
    expect((await locate(given, twins, reach)).address).toEqual({ province: "Thị xã Sơn Tây" });
    expect((await locate({ province: "Sơn Tây" }, twins, reach)).problems).toHaveProperty("province");
  });

  test("in two tiers where the vendor takes them, and in the line where it does not", async () => {
    const place = { province: "Hà Nội", ward: "Phường Láng" };
    const taken = await locate(place, lists("ids", ["three-tier", "two-tier"]), reach);
    expect(taken.address).toEqual({ ...place, provinceId: "1", wardId: "900", scheme: "two-tier" });
    const told = await locate({ provinceId: "1", wardId: "900" }, lists("ids"), reach);
    expect(told.address).toEqual({ line: "Phường Láng, Hà Nội" });
    expect(Object.keys(told.problems)).toEqual(["district"]);
  });

  test("without a reading where the vendor takes it as it is", async () => {
    const unread = { ...lists("ids"), areas: () => expect.unreachable() };
    for (const given of [{ line: "1 Láng" }, { province: "Hà Nội" }, { ...full, country: "LA" }])
      expect((await locate(given, unread, reach)).address).toEqual(given);
    const ids = { provinceId: "1", districtId: "12", wardId: "123" };
    expect((await locate(ids, unread, reach)).address).toEqual(ids);
  });

  test("nowhere while the vendor does not show its list, and says so", async () => {
    const closed: AreaLists = {
      ...lists("ids"),
      areas: async () => {
        throw new Rejected("no permission");
      },
    };
    const { address, problems } = await locate(full, closed, reach);
    expect(address).toEqual({ line: "P. Láng Hạ, Đống Đa, hà nội" });
    expect(problems.province).toContain("no permission");
  });
});

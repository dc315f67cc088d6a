/** A parcel of Nhanh's shipping hub, with everything that its document asks for. */
export const parcelOf = (locationId: string, line = "1 Lê Lợi") => {
  const party = (name: string) => ({
    name,
    phone: "0933333333",
    address: { line, ward: "Phường Bến Nghé", district: "Quận 1", province: "Hồ Chí Minh" },
  });
  return {
    locationId,
    sender: party("Cửa hàng"),
    receiver: party("Lê Thị Hoa"),
    weightGrams: 300,
    carrierCode: "18",
    serviceCode: "5",
  };
};

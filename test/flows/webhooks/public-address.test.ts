import { describe, expect, test } from "vitest";
import { createPostEvent } from "../../../shared/http/post-event.ts";
import { addressFault, isPublicAddress, publicLookup } from "../../../shared/http/public-address.ts";
import { startReceiver } from "./receiver.ts";

describe("addresses of endpoints", () => {
  test.each(["8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111"])("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "fd00:ec2::254",
    "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
    "nonsense",
  ])("%s is not", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([
    "http://example.com/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://[::ffff:127.0.0.1]/",
    "https://localhost/",
    "https://metadata.google.internal/",
    "https://metadata.google.internal./",
    "https://localhost./x",
    "https://printer.local./",
    "https://intranet./",
    "https://10.0.0.1./",
    "https://user:pass@example.com/",
    "ftp://example.com/",
    "not a url",
  ])("%s is refused as text", (url) => {
    expect(addressFault(url, false)).toBeDefined();
  });

  test("loopback is for laptops only", () => {
    expect(addressFault("http://127.0.0.1:8080/", true)).toBeUndefined();
    expect(addressFault("http://10.0.0.1/", true)).toBeDefined();
    expect(addressFault("https://example.com/hooks", false)).toBeUndefined();
  });

  test("a public name that leads to this machine is refused as it is dialled", async () => {
    const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      publicLookup("localhost", { all: true }, (refused) => resolve(refused));
    });
    expect(error?.code).toBe("EADDRREFUSED");
  });

  test("nothing is sent to a refused address, redirects are not followed, and silence ends", async () => {
    await using receiver = await startReceiver();
    const strict = createPostEvent({ clock: Date.now, allowLocal: false, timeout: 1_000 });
    expect(await strict(receiver.url, {}, "{}")).toMatchObject({ answer: expect.stringContaining("address refused") });
    expect(receiver.received).toHaveLength(0);
    const local = createPostEvent({ clock: Date.now, allowLocal: true, timeout: 200 });
    receiver.answer = (response) => void response.writeHead(302, { location: receiver.url }).end();
    expect(await local(receiver.url, {}, "{}")).toMatchObject({ status: 302 });
    expect(receiver.received).toHaveLength(1);
    receiver.answer = () => undefined;
    const silent = await local(receiver.url, {}, "{}");
    expect(silent).toMatchObject({ answer: "no answer in time" });
    expect(silent.status).toBeUndefined();
  });
});

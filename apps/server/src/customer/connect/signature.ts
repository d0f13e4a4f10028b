import { createHmac, timingSafeEqual } from "node:crypto";
import { CounterseatError } from "../../platform/errors.ts";
import type { RawBody } from "../../platform/operation.ts";
import type { WebhookSettings } from "./webhook-settings.ts";

/** A signed time further off than this is somebody sending an old delivery again. */
const TOLERANCE_SECONDS = 300;

/** @throws unauthenticated where the body is not signed with the secret, compared in constant time */
export function assertSigned(body: RawBody, settings: WebhookSettings, now: number): void {
  if (settings.signature === "none") return;
  const header = body.headers[settings.signatureHeader] ?? "";
  const mac = (...parts: (string | Buffer)[]) =>
    parts.reduce((hmac, part) => hmac.update(part), createHmac("sha256", settings.signingSecret)).digest();
  if (
    settings.signingSecret !== "" &&
    (settings.signature === "stripe" ? timed(header, body, mac, now) : plain(header, settings.signature, mac(body.bytes)))
  )
    return;
  throw new CounterseatError("unauthenticated", "The delivery is not signed as this connection asks for; nothing of it was kept.", {
    fix: "Check the secret, the header and the kind of signature on both sides.",
  });
}

/** Some put the name of the method in front: `sha256=…`. */
function plain(header: string, encoding: "hex" | "base64", mac: Buffer): boolean {
  return equal(Buffer.from(header.trim().replace(/^sha256=/i, ""), encoding), mac);
}

/** `t=…,v1=…`: the time is signed with the body. While a secret is changed there are several signatures. */
function timed(header: string, body: RawBody, mac: (...parts: (string | Buffer)[]) => Buffer, now: number): boolean {
  const parts = header.split(",").map((part) => part.trim().split("="));
  const time = parts.find(([name]) => name === "t")?.[1] ?? "";
  if (!/^\d{1,12}$/.test(time) || Math.abs(now / 1000 - Number(time)) > TOLERANCE_SECONDS) return false;
  const wanted = mac(`${time}.`, body.bytes);
  return parts.some(([name, value]) => name === "v1" && equal(Buffer.from(value ?? "", "hex"), wanted));
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

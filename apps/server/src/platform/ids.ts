import { v7 } from "uuid";
import { z } from "zod";

/** Branded UUIDv7 ids: sortable by creation, and the id of one thing never fits where another is meant. */
export const ImportId = z.uuid().brand<"ImportId">();
export type ImportId = z.infer<typeof ImportId>;
export const ActionId = z.uuid().brand<"ActionId">();
export type ActionId = z.infer<typeof ActionId>;
export const UploadId = z.uuid().brand<"UploadId">();
export type UploadId = z.infer<typeof UploadId>;
export const SignalId = z.uuid().brand<"SignalId">();
export type SignalId = z.infer<typeof SignalId>;
export const KeyId = z.uuid().brand<"KeyId">();
export type KeyId = z.infer<typeof KeyId>;
export const ConnectionId = z.uuid().brand<"ConnectionId">();
export type ConnectionId = z.infer<typeof ConnectionId>;

export const ErasureId = z.uuid().brand<"ErasureId">();
export type ErasureId = z.infer<typeof ErasureId>;
export const RetentionRunId = z.uuid().brand<"RetentionRunId">();
export const InvitationId = z.uuid().brand<"InvitationId">();
export type InvitationId = z.infer<typeof InvitationId>;
export const ApiKeyId = z.uuid().brand<"ApiKeyId">();
export type ApiKeyId = z.infer<typeof ApiKeyId>;

/** `newId(ActionId)`: parsing is what turns a plain string into a branded one, so no cast is needed. */
export function newId<T>(schema: { parse(value: unknown): T }): T {
  return schema.parse(v7());
}

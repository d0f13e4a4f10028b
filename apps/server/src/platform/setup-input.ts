import { z } from "zod";

export const PASSWORD_MIN = 12;

/** What the one-time page sends to make the first owner. Apart from auth.ts, which is slow to load. */
export const SetupInput = z.object({
  token: z.string().min(1),
  name: z.string().trim().min(1).max(200),
  email: z.email(),
  password: z.string().min(PASSWORD_MIN, `at least ${PASSWORD_MIN} characters`).max(512),
});

/** What somebody who was invited sends: the token of the link and the password of their choice. */
export const JoinInput = SetupInput.pick({ token: true, password: true });

import { access } from "./access/index.ts";
import { accountability } from "./accountability/index.ts";
import { asset } from "./asset/index.ts";
import { company } from "./company/index.ts";
import { culture } from "./culture/index.ts";
import { customer } from "./customer/index.ts";
import { demo } from "./demo/index.ts";
import { gap } from "./gap/index.ts";
import { journey } from "./journey/index.ts";
import { backup } from "./platform/backup/operations.ts";
import { voice } from "./voice/index.ts";

/** Every business capability there is. */
export const slices = [access, company, customer, journey, voice, culture, asset, gap, accountability, demo, backup] as const;

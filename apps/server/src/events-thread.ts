import { applyEvents } from "./customer/apply-events.ts";
import { applyFile } from "./customer/apply-file.ts";
import { applyPurposes, PURPOSES_RECORD } from "./customer/consent/apply-purposes.ts";
import { applyErase, ERASE_RECORD } from "./customer/privacy/apply-erase.ts";
import { applyRetire, RETIRE_RECORD } from "./customer/retention/apply-retire.ts";
import { applyLinks } from "./customer/resolve/apply-links.ts";
import { applyDemo } from "./demo/apply-demo.ts";
import { ownEvents } from "./platform/events/owner.ts";
import { applyWithdraw } from "./platform/events/withdraw.ts";

/** The owner thread's composition root: which kinds of log records there are, and who applies them. */
await ownEvents({
  events: applyEvents,
  file: applyFile,
  demo: applyDemo,
  withdraw: applyWithdraw,
  link: applyLinks,
  [ERASE_RECORD]: applyErase,
  [PURPOSES_RECORD]: applyPurposes,
  [RETIRE_RECORD]: applyRetire,
});

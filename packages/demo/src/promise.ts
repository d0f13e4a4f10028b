import type { DemoPromise } from "./contract.ts";

/** The six promises on record; all hold from the first day. `from` is UTC milliseconds. */
export function promisesFrom(from: number): readonly DemoPromise[] {
  return [
    {
      id: "P1",
      text: "Our technician comes within the agreed two hours.",
      measure: "share of first visits that start inside the agreed two-hour window",
      stageId: "install",
      channelId: "field",
      ownerId: "L04",
      from,
    },
    {
      id: "P2",
      text: "You are online within 14 days of your order.",
      measure: "share of installations with at most 14 days from order_placed to install_done",
      stageId: "install",
      channelId: null,
      ownerId: "L04",
      from,
    },
    {
      id: "P3",
      text: "A fault is fixed within 48 hours.",
      measure: "share of reported faults with at most 48 hours from contact_opened to repair_done",
      stageId: "support",
      channelId: null,
      ownerId: "L05",
      from,
    },
    {
      id: "P4",
      text: "You only need to ask us once.",
      measure: "share of contacts that no repeat follows",
      stageId: "support",
      channelId: null,
      ownerId: "L06",
      from,
    },
    {
      id: "P5",
      text: "Your bill is right.",
      measure: "share of invoices that are never corrected",
      stageId: "bill",
      channelId: null,
      ownerId: "L07",
      from,
    },
    {
      id: "P6",
      text: "You hear of a new price 30 days before you first pay it.",
      measure: "share of price notices at least 30 days before the first payment at the new price",
      stageId: "bill",
      channelId: null,
      ownerId: "L07",
      from,
    },
  ];
}

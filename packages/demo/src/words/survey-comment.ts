import type { Life } from "../life.ts";
import type { OrderTale } from "../order-tale.ts";
import type { TicketOutcome } from "../survey-ticket.ts";
export function installComment(life: Life, tale: OrderTale, score: number, day: number): string { return "x"; }
export function ticketComment(life: Life, t: TicketOutcome, score: number, day: number): string { return "x"; }
export function relationshipComment(life: Life, score: number, day: number): {text: string; stage: number} { return {text:"x",stage:4}; }
export function exitComment(life: Life, said: number, day: number): string { return "x"; }

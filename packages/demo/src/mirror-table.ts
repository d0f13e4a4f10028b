/** The story's leaders, L01 to L16, one row each: what they think a customer would answer, by stage in the order of the journey. */
export const LEADERS_STORY: readonly (readonly number[])[] =
  "7898777 8888786 7787877 8888787 7788786 8898777 7887677 8788786 7878777 7798887 8888776 7887787 8788777 7898687 8888776 7787787"
    .split(" ")
    .map((row) => Array.from(row, Number));

/** What the story's answering customers say on average by stage, 0–100. */
export const CUSTOMERS_STORY: readonly number[] = [73.6, 72.9, 50.3, 72.6, 62.9, 74.9, 56.8];

/** The story's front-line means by stage, 0–100. */
export const FRONT_LINE_STORY: readonly number[] = [72, 71, 55, 72, 62, 74, 59];

/** What partner shops say of installation on average, 0–100. */
export const PARTNERS_INSTALL_STORY = 48;

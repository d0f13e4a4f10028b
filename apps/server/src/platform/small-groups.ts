/** Groups of fewer people than this are never shown, and nothing from which they could be worked out. */
export const GROUP_MINIMUM = 5;

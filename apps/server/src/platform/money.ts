const known = new Map<string, number>();

/** Decimal places of a currency's minor unit (ISO 4217); two for a code nobody knows. */
export function minorDigits(currency: string): number {
  let digits = known.get(currency);
  if (digits === undefined) {
    digits = lookUp(currency);
    known.set(currency, digits);
  }
  return digits;
}

function lookUp(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Decimal money to integer minor units of its currency; half a unit away from nought, as an account rounds. */
export function toMinor(amount: number, currency: string): number {
  const digits = minorDigits(currency);
  const moved = Math.abs(amount) * 10 ** digits;
  // 1.005 × 100 in floating point would lose a cent: near a half the decimal point is moved in the text.
  const near = Math.abs((moved % 1) - 0.5) < 1e-3 ? Number(`${Math.abs(amount)}e${digits}`) : moved;
  return Math.sign(amount) * Math.round(Number.isNaN(near) ? moved : near) + 0;
}

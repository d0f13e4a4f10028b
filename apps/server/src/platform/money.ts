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

/** Rows by customer and, within one, by time: those of customer c are `order[offsets[c]] … order[offsets[c + 1] - 1]`. */
export type Grouped = { readonly order: Int32Array; readonly offsets: Int32Array };

/**
 * A counting sort by customer, and a sort of those customers whose rows did not come by time. Linear for a file that is by time.
 * @param customer code 0 … customers − 1 of each row.
 * @throws RangeError, naming the row, when a code is outside.
 */
export function groupByCustomer(customer: Int32Array, customers: number, time: Float64Array): Grouped {
  const offsets = new Int32Array(customers + 1);
  for (let i = 0; i < customer.length; i += 1) {
    const code = customer[i];
    if (code < 0 || code >= customers) throw new RangeError(`row ${i + 1}: customer ${code} is not among ${customers}`);
    offsets[code + 1] += 1;
  }
  for (let c = 0; c < customers; c += 1) offsets[c + 1] += offsets[c];
  const next = offsets.slice(0, customers);
  const order = new Int32Array(customer.length);
  const latest = new Float64Array(customers).fill(-Infinity);
  const unsorted = new Uint8Array(customers);
  for (let i = 0; i < customer.length; i += 1) {
    const code = customer[i];
    order[next[code]] = i;
    next[code] += 1;
    if (time[i] < latest[code]) unsorted[code] = 1;
    else latest[code] = time[i];
  }
  for (let c = 0; c < customers; c += 1) if (unsorted[c] === 1) sortSlice(order, offsets[c], offsets[c + 1], time);
  return { order, offsets };
}

/** A column in the order of groups. */
export function gathered(column: Float64Array, order: Int32Array): Float64Array {
  const out = new Float64Array(order.length);
  for (let i = 0; i < order.length; i += 1) out[i] = column[order[i]];
  return out;
}

/** Most customers have few rows; these are sorted without a call per comparison. */
const SHORT = 32;

function sortSlice(order: Int32Array, from: number, to: number, key: Float64Array): void {
  if (to - from > SHORT) {
    order.subarray(from, to).sort((a, b) => key[a] - key[b]);
    return;
  }
  for (let i = from + 1; i < to; i += 1) {
    const row = order[i];
    const at = key[row];
    let j = i - 1;
    while (j >= from && key[order[j]] > at) {
      order[j + 1] = order[j];
      j -= 1;
    }
    order[j + 1] = row;
  }
}

type Grouping = { readonly group: Int32Array; readonly value: Float64Array; readonly groups: number };

/** Values laid out group by group (counting sort); a negative group is left out. */
export function grouped({ group, value, groups }: Grouping): { values: Float64Array; offsets: Int32Array } {
  const offsets = new Int32Array(groups + 1);
  for (let i = 0; i < group.length; i += 1) if (group[i] >= 0) offsets[group[i] + 1] += 1;
  for (let g = 0; g < groups; g += 1) offsets[g + 1] += offsets[g];
  const cursor = offsets.slice(0, groups);
  const values = new Float64Array(offsets[groups]);
  for (let i = 0; i < group.length; i += 1) if (group[i] >= 0) values[cursor[group[i]]++] = value[i];
  return { values, offsets };
}

type Args = Readonly<Record<string, unknown>>;

/** A number from a kernel's arguments; `missing` is returned when the argument is absent. @throws RangeError when it is no finite number. */
export function numberArgument<M>(kernel: string, args: Args, name: string, missing: M): number | M {
  const value = args[name];
  if (value === undefined) return missing;
  if (typeof value !== "number" || !Number.isFinite(value)) throw new RangeError(`${kernel}: "${name}" must be a number`);
  return value;
}

/** A number that must be there. @throws RangeError when it is absent or no finite number. */
export function requiredNumber(kernel: string, args: Args, name: string): number {
  const value = numberArgument(kernel, args, name, null);
  if (value === null) throw new RangeError(`${kernel}: "${name}" is required`);
  return value;
}

/** An object from a kernel's arguments. @throws RangeError when it is absent or not an object. */
export function requiredObject(kernel: string, args: Args, name: string): Args {
  const value = args[name];
  if (!isObject(value)) throw new RangeError(`${kernel}: "${name}" must be an object`);
  return value;
}

export function isObject(value: unknown): value is Args {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list of finite numbers. @throws RangeError, naming the place, when one is not. */
export function numberList(kernel: string, name: string, value: readonly unknown[]): Float64Array {
  return Float64Array.from(value, (entry, i) => {
    if (typeof entry !== "number" || !Number.isFinite(entry)) throw new RangeError(`${kernel}: "${name}"[${i}] must be a number`);
    return entry;
  });
}

/** Arguments a kernel does not know are refused: a misspelt option must not be silently ignored. @throws RangeError */
export function refuseUnknown(kernel: string, args: Args, known: readonly string[]): void {
  for (const name of Object.keys(args)) {
    if (!known.includes(name)) throw new RangeError(`${kernel}: unknown argument "${name}"; known are ${known.join(", ")}`);
  }
}

/** A count of people that must be there. @throws RangeError, naming it, when it is absent, negative or not whole. */
export function requiredCount(kernel: string, args: Args, name: string): number {
  const value = requiredNumber(kernel, args, name);
  if (!(Number.isInteger(value) && value >= 0)) {
    throw new RangeError(`${kernel}: "${name}" must be a whole number of at least 0, got ${value}`);
  }
  return value;
}

/** One of a few words; `missing` is returned when the argument is absent. @throws RangeError, naming the words, for another. */
export function choiceArgument<Word extends string>(
  kernel: string,
  args: Args,
  choice: { readonly name: string; readonly words: readonly Word[]; readonly missing: Word },
): Word {
  const value = args[choice.name];
  if (value === undefined) return choice.missing;
  const word = choice.words.find((one) => one === value);
  if (word === undefined) throw new RangeError(`${kernel}: "${choice.name}" must be one of ${choice.words.join(", ")}`);
  return word;
}

/** One of everything, made as a person would make it: what a drawn request names has to exist, or it tries nothing but the refusal. */
export async function walkThrough(url: string, cookie: string): Promise<[group: string, body: unknown][]> {
  const heard: [string, unknown][] = [];
  const ask = async (group: string, method: string, path: string, body?: object | FormData): Promise<Readonly<Record<string, unknown>>> => {
    const json = body !== undefined && !(body instanceof FormData);
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { cookie, ...(json ? { "content-type": "application/json" } : {}) },
      ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : body }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    const found = (await response.json()) as Readonly<Record<string, unknown>>;
    heard.push([group, found]);
    return found;
  };
  for (const text of FILES) {
    const form = new FormData();
    form.append("file", new Blob([text]), "trial.csv");
    const { upload } = await ask("customer", "POST", "/uploads", form);
    const asked = { upload, as: "events", source: "trial", map: { case: "case", activity: "activity", time: "time" } };
    await ask("customer", "POST", "/imports/preview", asked);
    const started = await ask("customer", "POST", "/imports", asked);
    for (;;) {
      const { state } = await ask("customer", "GET", `/imports/${String(started["id"])}`);
      if (state !== "waiting" && state !== "reading") break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const left = new FormData();
  left.append("file", new Blob([FILES[0] ?? ""]), "left.csv");
  await ask("customer", "POST", "/uploads", left);
  for (const [group, path] of READS) await ask(group, "GET", path);
  const board = await ask("gap", "GET", "/gap/board?world=sample");
  const [cell] = (board["cells"] ?? []) as { stage: string }[]; // as described;
  if (cell !== undefined) {
    const action = {
      cell: { stage: cell.stage },
      ownerId: "trial-person",
      ownerName: "Person",
      title: "Do it",
      goalLine: 10,
      dueOn: "2027-01-01",
    };
    await ask("accountability", "POST", "/actions?world=sample", action);
  }
  return heard;
}

const FILES = [
  "case,activity,time,customer,stage,channel\n1,Order,2026-01-02T08:00:00Z,c1,buy,shop\n1,Pay,2026-01-03T08:00:00Z,c1,buy,shop\n2,Order,never,c2,buy,shop\n",
  "case,activity,time,customer,stage,channel\n3,Order,2026-02-02T08:00:00Z,c3,use,web\n",
] as const;

const READS = [
  ["company", "/company?world=sample"],
  ["customer", "/sources?world=sample"],
  ["customer", "/customers?world=sample"],
  ["journey", "/journey/map?world=sample"],
  ["access", "/members"],
  ["access", "/account/sessions"],
] as const;

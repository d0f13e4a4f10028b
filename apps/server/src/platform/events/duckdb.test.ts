import { runConformance } from "./conformance.ts";
import { runPeopleConformance } from "./test-people.ts";
import { openDuckDB } from "./duckdb.ts";

runConformance({ open: (dataDir) => openDuckDB({ dataDir }) });
runPeopleConformance({ open: (dataDir) => openDuckDB({ dataDir }) });

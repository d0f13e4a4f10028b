import { runConformance } from "./conformance.ts";
import { openDuckDB } from "./duckdb.ts";

runConformance({ open: (dataDir) => openDuckDB({ dataDir }) });

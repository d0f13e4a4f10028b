import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** React stays in one chunk of its own, so that the map's library is fetched with the journey page and never before. */
export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [react()],
  // What apps/server/src/platform/pages.ts replaces by a fresh nonce in every answer.
  html: { cspNonce: "__counterseat_nonce__" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: false,
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store)[\\/]/, priority: 3 },
            // The words of a language travel together.
            {
              name: (id) => `words-${/messages[\\/]([^\\/]+)[\\/]/.exec(id)?.[1] ?? ""}`,
              test: /messages[\\/](?!en[\\/])[^\\/]+[\\/].*\.json$/,
              priority: 1,
            },
            { name: "flow", test: /node_modules[\\/](@xyflow|d3-[a-z]+|zustand|classcat)[\\/]/, priority: 2 },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:4310" } },
});

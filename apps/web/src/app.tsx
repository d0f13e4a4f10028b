import { DirectionProvider, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, RouterProvider } from "@tanstack/react-router";
import { parseSearch, stringifySearch } from "./address.ts";
import { spokenLanguage } from "./messages/text.ts";
import { pages } from "./pages.ts";
import { retryReads } from "./session/read.ts";
import { Lost, PageTrouble } from "./ui/lost.tsx";
import { noteNavigation } from "./ui/page.tsx";
import { Shell } from "./ui/shell.tsx";
import { cssVariables, theme } from "./ui/theme.ts";
import { pageNonce } from "./ui/trusted-types.ts";

const client = new QueryClient({ defaultOptions: { queries: { retry: retryReads, staleTime: 5000, refetchOnWindowFocus: false } } });

const root = createRootRoute({ component: Shell, notFoundComponent: Lost, errorComponent: PageTrouble });
const router = createRouter({
  routeTree: root.addChildren(
    pages.map((page) =>
      createRoute({
        getParentRoute: () => root,
        path: page.path,
        component: lazyRouteComponent(page.load, "Page"),
        errorComponent: PageTrouble,
      }),
    ),
  ),
  defaultPreload: "intent",
  defaultPendingMs: 300,
  scrollRestoration: true,
  parseSearch,
  stringifySearch,
});
router.subscribe("onBeforeNavigate", (change) => {
  if (change.fromLocation !== undefined && change.pathChanged) noteNavigation();
});

export function App() {
  return (
    <DirectionProvider initialDirection={spokenLanguage().direction} detectDirection={false}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={pageNonce}
        withGlobalClasses={false}
      >
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}

"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { Toaster } from "sonner";
import { ApiError } from "../../client/api-error.ts";

/** What every screen stands on: theme, cached answers, URL state, tooltips and toasts. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  return (
    <CSPProvider {...(nonce === undefined ? {} : { nonce })}>
      <ThemeProvider
        attribute="class"
        defaultTheme="system"
        enableSystem
        disableTransitionOnChange
        {...(nonce === undefined ? {} : { nonce })}
      >
        <QueryClientProvider client={queryClient}>
          <NuqsAdapter>
            <Tooltip.Provider delay={400}>{children}</Tooltip.Provider>
          </NuqsAdapter>
          <Toaster position="bottom-center" toastOptions={toastOptions} />
        </QueryClientProvider>
      </ThemeProvider>
    </CSPProvider>
  );
}

const toastOptions = {
  style: {
    background: "var(--surface)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
    boxShadow: "var(--shadow-float)",
    fontSize: "13px",
    fontFamily: "var(--font-sans)",
  },
  actionButtonStyle: { background: "var(--ink)", color: "var(--canvas)", fontWeight: 500 },
};

/** A refusal is an answer and is not asked again; a server that is away is. */
function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
      },
    },
  });
}
